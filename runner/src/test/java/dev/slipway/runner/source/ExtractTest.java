package dev.slipway.runner.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.coordinator.AttemptFixture;
import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.PlanArchive.Format;
import dev.slipway.runner.v1.PlanGit;
import dev.slipway.runner.v1.PlanSource;
import dev.slipway.runner.v1.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first step, by a real runner. */
class ExtractTest {
  @TempDir Path temp;

  private AttemptFixture attempt;

  @BeforeEach
  void start() {
    attempt = new AttemptFixture(temp, temp.resolve("cache"));
  }

  @AfterEach
  void end() {
    attempt.close();
  }

  @Test
  void singleTopFolderOfAnArchiveIsTheProject() throws Exception {
    byte[] zip =
        Archives.zip(
            out -> {
              Archives.file(out, "site-1a2b3c/index.html", "page");
              Archives.file(out, "__MACOSX/site-1a2b3c/._index.html", "fork");
            });

    Result result = attempt.run(website(zip, Format.FORMAT_ZIP), zip);

    assertThat(attempt.site(result)).containsExactly(Map.entry("index.html", "page"));
  }

  @Test
  void refusedArchiveFailsTheBuildAndNamesTheEntry() throws Exception {
    byte[] tar = Archives.gzip(Archives.tar(out -> Archives.file(out, "a/../../evil", "evil")));

    Result result = attempt.run(website(tar, Format.FORMAT_TAR_GZ), tar);

    assertThat(result.getFailure().getReason()).isEqualTo("INVALID_SOURCE");
    assertThat(result.getFailure().getStep()).isEqualTo("extract");
    assertThat(result.getFailure().getMessage()).contains("`a/../../evil`");
    assertThat(temp.resolve("attempt/evil")).doesNotExist();
    assertThat(temp.resolve("attempt/unpacked")).doesNotExist();
  }

  @Test
  void archiveThatChangedInTheStoreIsRefused() throws Exception {
    byte[] tar = AttemptFixture.tar(Map.of("index.html", "page"));

    Result result = attempt.run(website(tar, Format.FORMAT_TAR), new byte[] {1, 2, 3});

    assertThat(result.getFailure().getReason()).isEqualTo("INVALID_SOURCE");
    assertThat(result.getFailure().getMessage()).contains("sha256");
  }

  @Test
  void gitReferenceIsResolvedAndCheckedOut() throws Exception {
    try (Git git = Git.init().setDirectory(temp.resolve("repo").toFile()).call()) {
      RevCommit first = commit(git, "first");
      git.tag().setName("v1").setAnnotated(true).setMessage("one").call();
      RevCommit second = commit(git, "second");

      assertThat(checkOut("")).containsExactly(Map.entry("index.html", "second"));
      assertThat(resolved()).isEqualTo(second.name());
      assertThat(checkOut(git.getRepository().getBranch())).containsValue("second");
      assertThat(checkOut("v1")).containsValue("first");
      assertThat(resolved()).isEqualTo(first.name());
      assertThat(checkOut(first.name())).containsValue("first");
    }
  }

  @Test
  void gitReferenceThatIsNotThereIsRefused() throws Exception {
    try (Git git = Git.init().setDirectory(temp.resolve("repo").toFile()).call()) {
      commit(git, "first");
    }

    for (String ref : new String[] {"gone", "0123456789012345678901234567890123456789"}) {
      Result result = attempt.run(git(ref), new byte[0]);

      assertThat(result.getFailure().getReason()).isEqualTo("INVALID_SOURCE");
      assertThat(result.getFailure().getMessage()).contains("`" + ref + "`");
    }
  }

  private Map<String, String> checkOut(String ref) throws Exception {
    return attempt.site(attempt.run(git(ref), new byte[0]));
  }

  private String resolved() {
    return attempt.heard().events().stream()
        .filter(Event::hasSourceResolved)
        .map(event -> event.getSourceResolved().getCommit())
        .findFirst()
        .orElse("nothing");
  }

  private Plan git(String ref) {
    PlanGit.Builder git =
        PlanGit.newBuilder().setRepository(temp.resolve("repo").toUri().toString()).setRef(ref);
    return Plans.website().setSource(PlanSource.newBuilder().setGit(git)).build();
  }

  private static Plan website(byte[] archive, Format format) {
    return Plans.website().setSource(Plans.source(archive, format)).build();
  }

  private RevCommit commit(Git git, String page) throws Exception {
    Files.writeString(temp.resolve("repo/index.html"), page);
    git.add().addFilepattern(".").call();
    return git.commit()
        .setMessage(page)
        .setAuthor("a", "a@example.com")
        .setCommitter("a", "a@example.com")
        .setSign(false)
        .call();
  }
}
