package dev.slipway.e2e.commandline;

import static dev.slipway.e2e.Requests.page;
import static dev.slipway.e2e.Requests.shell;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.slipway.e2e.Checkout;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Outcome;
import dev.slipway.e2e.Sandbox;
import dev.slipway.e2e.Slipway;
import dev.slipway.e2e.Uploads;
import dev.slipway.e2e.Web;
import dev.slipway.v1.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each command once against a real coordinator: stdout is data, stderr is talk, the exit code
 * tells.
 */
class CommandsTest {

  @AutoClose private static Slipway slipway;

  /** A site of the chat {@code harbour}, published. */
  private static Build site;

  @BeforeAll
  static void start() {
    slipway = Slipway.up();
    var submits = slipway.submits();
    site = submits.succeeded(submits.submit(page("first").setChat("harbour")));
  }

  @Test
  void submitOfAFolderPrintsThePreviewAndLeavesOutWhatGitIgnores() {
    var folder = slipway.sandbox().folder("site");
    Folders.copy(Checkout.file("samples/html"), folder);
    Folders.write(folder.resolve(".gitignore"), "secret.txt\n");
    Folders.write(folder.resolve("secret.txt"), "keep me");

    var outcome = slipway.cli("submit", folder.toString(), "-o", "json");

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    var build = json(outcome.lastLine());
    assertThat(build.get("state").getAsString()).isEqualTo("SUCCEEDED");
    var uri = build.get("previewUri").getAsString();
    assertThat(Web.get(uri, "/style.css").statusCode()).isEqualTo(200);
    assertThat(Web.get(uri, "/secret.txt").statusCode()).isEqualTo(404);
  }

  @Test
  void submitOfABuildThatFailsHasTheBuildsExitCode() {
    var file = slipway.sandbox().folder("json").resolve("fails.json");
    Folders.write(
        file,
        "{\"template\": \"custom\", \"steps\": [{\"id\": \"no\", \"command\": [\"false\"]}]}");

    var outcome = slipway.cli("submit", file.toString(), "-o", "json");

    assertThat(outcome.exitCode()).as("%s", outcome).isNotZero();
    var build = json(outcome.lastLine());
    assertThat(build.get("state").getAsString()).isEqualTo("FAILED");
    assertThat(build.getAsJsonObject("failure").get("reason").getAsString())
        .isEqualTo("STEP_FAILED");
  }

  @Test
  void detachReturnsBeforeTheBuildEndsAndWatchFollowsIt() {
    var file = slipway.sandbox().folder("json").resolve("slow.json");
    Folders.write(
        file,
        "{\"template\": \"custom\", \"steps\": [{\"id\": \"slow\", \"command\": [\"sleep\","
            + " \"1\"]}]}");

    var submitted = slipway.cli("submit", file.toString(), "--detach", "-o", "json");
    var name = json(submitted.lastLine()).get("name").getAsString();
    var watched = slipway.cli("watch", name, "-o", "json");

    assertThat(submitted.exitCode()).as("%s", submitted).isZero();
    assertThat(watched.exitCode()).as("%s", watched).isZero();
    var sequences =
        objects(watched).stream()
            .filter(event -> event.has("sequence"))
            .map(event -> event.get("sequence").getAsLong())
            .toList();
    assertThat(sequences).startsWith(1L, 2L).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void logsPrintsOnlyTheStoredBytes() {
    var build = slipway.submits().submit(shell("printf 'one\\ntwo'; printf ' three' >&2"));

    var followed = slipway.cli("logs", "-f", build.getName());
    var again = slipway.cli("logs", build.getName(), "--step", "run");

    assertThat(followed.exitCode()).as("%s", followed).isZero();
    assertThat(followed.out()).isEqualTo(slipway.submits().logText(build));
    assertThat(again.out()).contains("one\ntwo three");
  }

  @Test
  void getAndListPrintOneObjectALine() {
    var got = slipway.cli("get", site.getName(), "-o", "json");
    var listed = slipway.cli("list", "--chat", "harbour", "-o", "json");

    assertThat(json(got.lastLine()).get("state").getAsString()).isEqualTo("SUCCEEDED");
    assertThat(objects(listed))
        .extracting(build -> build.get("name").getAsString())
        .contains(site.getName());
    assertThat(objects(listed))
        .allMatch(build -> build.get("chat").getAsString().equals("harbour"));
  }

  @Test
  void cancelEndsABuild() {
    var build = slipway.submits().submit(shell("sleep 1000"));

    var outcome = slipway.cli("cancel", build.getName());

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(slipway.submits().ended(build).getState()).isEqualTo(Build.State.STATE_CANCELLED);
  }

  @Test
  void anArtifactIsDownloadedWhole() throws IOException {
    var folder = slipway.sandbox().folder("download");

    var listed = slipway.cli("artifacts", site.getName(), "-o", "json");
    var artifact = objects(listed).getFirst();
    var file = folder.resolve("site.zip");
    var outcome =
        slipway.sandbox().slipway("download", site.getName(), "site.zip").in(folder).run();

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(Uploads.sha256(Files.readAllBytes(file)))
        .isEqualTo(artifact.get("sha256").getAsString());
    try (var zip = new ZipFile(file.toFile())) {
      assertThat(zip.getEntry("index.html")).isNotNull();
    }
  }

  @Test
  void previewsAreListedAndRolledBack() {
    var submits = slipway.submits();
    submits.succeeded(submits.submit(page("second").setChat("harbour")));

    var listed = slipway.cli("previews", "-o", "json");
    var rolledBack = slipway.cli("rollback", "harbour", "-o", "json");

    assertThat(objects(listed))
        .anyMatch(each -> each.get("name").getAsString().endsWith("/harbour"));
    assertThat(rolledBack.exitCode()).as("%s", rolledBack).isZero();
    assertThat(json(rolledBack.lastLine()).get("build").getAsString()).isEqualTo(site.getName());
  }

  @Test
  void withoutACoordinatorItSaysHowToStartOne() {
    try (var nobody = new Sandbox()) {
      var outcome = nobody.slipway("list").run();

      assertThat(outcome.exitCode()).isNotZero();
      assertThat(outcome.err().lines()).as("%s", outcome).hasSize(1);
      assertThat(outcome.err()).contains("slipway up");
    }
  }

  @Test
  void aWrongOptionIsTalkAndNotData() {
    var outcome = slipway.cli("list", "--colour");

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("--colour");
  }

  private static JsonObject json(String line) {
    return JsonParser.parseString(line).getAsJsonObject();
  }

  private static List<JsonObject> objects(Outcome outcome) {
    return outcome.out().lines().map(CommandsTest::json).toList();
  }
}
