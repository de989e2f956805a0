package dev.slipway.e2e.sites;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Checkout;
import dev.slipway.e2e.Command;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Slipway;
import dev.slipway.e2e.Web;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.Failure.Reason;
import dev.slipway.v1.Git;
import dev.slipway.v1.Source;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sites that come from a git repository. */
class GitTest {

  @AutoClose private static Slipway slipway;

  private static Path repository;

  @BeforeAll
  static void commit() {
    slipway = Slipway.up();
    repository = slipway.sandbox().folder("repository");
    Folders.copy(Checkout.file("samples/html"), repository);
    git("init", "-q", "-b", "main");
    git("add", ".");
    git("-c", "user.name=e2e", "-c", "user.email=e2e@localhost", "commit", "-q", "-m", "first");
  }

  @Test
  void theCommitThatABranchMeantIsRecorded() {
    var commit = git("rev-parse", "HEAD").strip();

    var build = slipway.submits().succeeded(slipway.submits().submit(site("main")));

    assertThat(build.getSource().getGit().getResolvedCommit()).isEqualTo(commit);
    assertThat(slipway.submits().events(build))
        .filteredOn(BuildEvent::hasSourceResolved)
        .extracting(event -> event.getSourceResolved().getCommit())
        .containsExactly(commit);
    assertThat(Web.get(build.getPreviewUri(), "/.git/config").statusCode()).isEqualTo(404);
    assertThat(Web.text(Web.get(build.getPreviewUri(), "/"))).contains("Plain HTML");
  }

  @Test
  void aBranchThatIsNotThereIsAnInvalidSource() {
    var build = slipway.submits().failed(slipway.submits().submit(site("no-such-branch")));

    assertThat(build.getFailure().getReason()).isEqualTo(Reason.REASON_INVALID_SOURCE);
    assertThat(build.getFailure().getMessage()).contains("no-such-branch");
  }

  private static Build.Builder site(String ref) {
    return Build.newBuilder()
        .setTemplate("website")
        .setSource(
            Source.newBuilder()
                .setGit(Git.newBuilder().setRepository("file://" + repository).setRef(ref)));
  }

  private static String git(String... arguments) {
    var words = new String[arguments.length + 1];
    words[0] = "git";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    var outcome = Command.of(words).in(repository).run();
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    return outcome.out();
  }
}
