package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Refusals;
import dev.slipway.cli.fake.Script;
import dev.slipway.v1.ArchiveFormat;
import dev.slipway.v1.Build;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.QueueStatus;
import dev.slipway.v1.Supersede;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitTest {
  @TempDir Path folder;
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @BeforeEach
  void site() throws IOException {
    Files.writeString(folder.resolve("index.html"), "<h1>hello</h1>");
  }

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void folderIsUploadedAndBuiltAsWebsite() {
    Cli.Result result =
        cli.run("submit", folder.toString(), "--chat", "c1", "--param", "output_dir=.");

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).containsExactly("http://b.localhost:1/");
    assertThat(coordinator.sources.uploads)
        .singleElement()
        .satisfies(
            header -> {
              assertThat(header.getFormat()).isEqualTo(ArchiveFormat.ARCHIVE_FORMAT_TAR_GZ);
              assertThat(header.getSizeBytes()).isEqualTo(coordinator.sources.stored().length);
              assertThat(onlyBuild().getSource().getArchive().getSha256())
                  .isEqualTo(header.getSha256());
            });
    assertThat(onlyBuild().getTemplate()).isEqualTo("website");
    assertThat(onlyBuild().getChat()).isEqualTo("c1");
    assertThat(onlyBuild().getParametersMap()).containsEntry("output_dir", ".");
  }

  @Test
  void unchangedFolderIsNotUploadedAgain() {
    cli.run("submit", folder.toString());

    cli.run("submit", folder.toString());

    assertThat(coordinator.sources.uploads).hasSize(1);
    assertThat(coordinator.builds.created).hasSize(2);
  }

  @Test
  void cutUploadGoesOnWhereItStopped() throws IOException {
    byte[] noise = new byte[1_500_000];
    new Random(1).nextBytes(noise);
    Files.write(folder.resolve("noise.bin"), noise);
    coordinator.sources.cutAt = 600_000;

    Cli.Result result = cli.run("submit", folder.toString());

    assertThat(result.exit()).isZero();
    assertThat(result.err()).containsOnlyOnce("trying again");
    assertThat(coordinator.sources.uploads).hasSize(2);
    assertThat(coordinator.sources.uploads.get(1).getOffset()).isGreaterThanOrEqualTo(600_000);
    assertThat(coordinator.sources.stored())
        .hasSize((int) coordinator.sources.uploads.get(0).getSizeBytes());
  }

  @Test
  void scriptIsSentInlineAsSnippet() throws IOException {
    Path script = Files.writeString(folder.resolve("hello.ts"), "console.log('hi')");

    cli.run("submit", script.toString());

    assertThat(onlyBuild().getTemplate()).isEqualTo("snippet");
    assertThat(onlyBuild().getSource().getInlineFiles().getFilesMap())
        .containsOnlyKeys("hello.ts")
        .hasEntrySatisfying("hello.ts", bytes -> assertThat(bytes.toStringUtf8()).contains("hi"));
  }

  @Test
  void standardInputIsAnArchiveByItsFirstBytes() {
    byte[] zip = "PK\3\4 and the rest".getBytes(StandardCharsets.ISO_8859_1);

    Cli.Result result = cli.standardInput(zip).run("submit", "-");

    assertThat(result.exit()).isZero();
    assertThat(coordinator.sources.stored()).isEqualTo(zip);
    assertThat(onlyBuild().getTemplate()).isEqualTo("website");
  }

  @Test
  void standardInputIsAScriptWithTheTemplateSnippet() {
    cli.standardInput("{ console.log(1) }".getBytes(StandardCharsets.UTF_8))
        .run("submit", "-", "--template", "snippet");

    assertThat(onlyBuild().getSource().getInlineFiles().getFilesMap())
        .containsOnlyKeys("snippet.js");
  }

  @Test
  void jsonIsAWholeBuildAndOptionsWinOverIt() throws IOException {
    Path json =
        Files.writeString(
            folder.resolve("build.json"),
            """
            {"template": "custom", "chat": "c1", "steps": [{"id": "say", "command": ["echo", "hi"]}], "timeout": "60s"}
            """);

    cli.run("submit", json.toString(), "--chat", "c2", "--timeout", "90s");

    assertThat(onlyBuild().getTemplate()).isEqualTo("custom");
    assertThat(onlyBuild().getChat()).isEqualTo("c2");
    assertThat(onlyBuild().getSteps(0).getCommandList()).containsExactly("echo", "hi");
    assertThat(onlyBuild().getTimeout().getSeconds()).isEqualTo(90);
  }

  @Test
  void unknownFieldsInJsonAreNamedWithTheirPlace() throws IOException {
    Path json =
        Files.writeString(
            folder.resolve("build.json"),
            "{\"template\": \"custom\", \"steps\": [{\"id\": \"a\", \"comand\": []}], \"chatt\":"
                + " 1}");

    Cli.Result result = cli.run("submit", json.toString());

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("build.json: not a Build")
        .contains("steps[0].comand: no such field; known here: id, command, env, timeout")
        .contains("chatt: no such field");
    assertThat(coordinator.builds.created).isEmpty();
  }

  @Test
  void gitAddressMayNameARef() {
    cli.run("submit", "--git", "https://example.org/site.git#main");

    assertThat(onlyBuild().getSource().getGit().getRepository())
        .isEqualTo("https://example.org/site.git");
    assertThat(onlyBuild().getSource().getGit().getRef()).isEqualTo("main");
  }

  @Test
  void detachedSubmitPrintsTheNameAndDoesNotWatch() {
    Cli.Result result = cli.run("submit", folder.toString(), "--detach");

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).containsExactly(Script.BUILD);
    assertThat(coordinator.builds.watched).isEmpty();
  }

  @Test
  void checkUploadsAndTellsThePlaceAndQueuesNothing() {
    coordinator.builds.waitsWith =
        QueueStatus.newBuilder().setPosition(3).setPositionExact(true).build();

    Cli.Result result = cli.run("submit", folder.toString(), "--validate-only");

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).containsExactly("place       3rd in line");
    assertThat(coordinator.sources.uploads).hasSize(1);
    assertThat(coordinator.builds.created)
        .singleElement()
        .returns(true, CreateBuildRequest::getValidateOnly)
        .returns("", CreateBuildRequest::getRequestId);
    assertThat(coordinator.builds.watched).isEmpty();
  }

  @Test
  void createThatIsCutIsRepeatedWithTheSameRequestId() {
    coordinator.builds.createRefusals.add(Status.UNAVAILABLE.asRuntimeException());

    Cli.Result result = cli.run("submit", folder.toString());

    assertThat(result.exit()).isZero();
    assertThat(coordinator.builds.created)
        .hasSize(2)
        .extracting(CreateBuildRequest::getRequestId)
        .doesNotContain("");
    assertThat(coordinator.builds.created.get(0)).isEqualTo(coordinator.builds.created.get(1));
  }

  @Test
  void refusalNamesEachField() {
    coordinator.builds.createRefusals.add(
        Refusals.badField(
            "the build cannot be queued", "build.template", "'webiste' is not a template"));

    Cli.Result result = cli.run("submit", folder.toString(), "--template", "webiste");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err())
        .contains("slipway: INVALID_ARGUMENT: the build cannot be queued")
        .contains("  build.template: 'webiste' is not a template")
        .doesNotContain("Exception");
  }

  @Test
  void whatTheQueueIsToKnowIsSentWithTheBuild() {
    cli.run(
        "submit",
        "--git",
        "https://example.org/a.git",
        "--detach",
        "--priority",
        "high",
        "--label",
        "team=shop",
        "--label",
        "run=7",
        "--name",
        "The shop",
        "--created-by",
        "ada",
        "--not-before",
        "15m",
        "--queue-ttl",
        "2h",
        "--startup-timeout",
        "30s",
        "--cpu",
        "500m",
        "--memory",
        "2Gi",
        "--supersede",
        "skip-intermediate");

    Build build = onlyBuild();
    assertThat(build.getPriority()).isEqualTo(Build.Priority.PRIORITY_HIGH);
    assertThat(build.getLabelsMap()).containsOnly(entry("team", "shop"), entry("run", "7"));
    assertThat(build.getDisplayName()).isEqualTo("The shop");
    assertThat(build.getCreatedBy()).isEqualTo("ada");
    assertThat(build.getNotBeforeTime().getSeconds())
        .isEqualTo(Cli.NOW.plusSeconds(900).getEpochSecond());
    assertThat(build.getQueueTtl().getSeconds()).isEqualTo(7200);
    assertThat(build.getStartupTimeout().getSeconds()).isEqualTo(30);
    assertThat(build.getResources().getCpuMillis()).isEqualTo(500);
    assertThat(build.getResources().getMemoryMib()).isEqualTo(2048);
    assertThat(build.getSupersede()).isEqualTo(Supersede.SUPERSEDE_SKIP_INTERMEDIATE);
  }

  @Test
  void whatIsNotGivenIsLeftToTheCoordinator() {
    cli.run("submit", "--git", "https://example.org/a.git", "--detach");

    Build build = onlyBuild();
    assertThat(build.getPriority()).isEqualTo(Build.Priority.PRIORITY_UNSPECIFIED);
    assertThat(build.getSupersede()).isEqualTo(Supersede.SUPERSEDE_UNSPECIFIED);
    assertThat(build.hasResources()).isFalse();
    assertThat(build.hasNotBeforeTime()).isFalse();
    assertThat(build.hasQueueTtl()).isFalse();
    assertThat(build.hasStartupTimeout()).isFalse();
  }

  @Test
  void queueThatIsFullIsOneLineWithWhenToTryAgain() {
    coordinator.builds.createRefusals.add(
        Refusals.exhausted("100 of 100 builds wait", "tenants/default", 30));

    Cli.Result result = cli.run("submit", "--git", "https://example.org/a.git");

    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.err())
        .isEqualTo("slipway: RESOURCE_EXHAUSTED: 100 of 100 builds wait; try again in 30 s\n");
    assertThat(coordinator.builds.created).hasSize(1);
    assertThat(coordinator.builds.watched).isEmpty();
  }

  @Test
  void wordsThatAreNoAmountsTimesOrClassesAreNamed() {
    assertThat(cli.run("submit", ".", "--priority", "urgent").err())
        .contains("'urgent' is not a priority; there are LOW, NORMAL, HIGH, CRITICAL");
    assertThat(cli.run("submit", ".", "--cpu", "2 cores").err())
        .contains("'2 cores' is not an amount of CPU");
    assertThat(cli.run("submit", ".", "--memory", "2G").err())
        .contains("'2G' is not an amount of memory such as 512Mi");
    assertThat(cli.run("submit", ".", "--not-before", "tomorrow").err())
        .contains("'tomorrow' is neither a time");
    assertThat(cli.run("submit", ".", "--supersede", "all").err())
        .contains("there are KEEP_ALL, SKIP_INTERMEDIATE, CANCEL_RUNNING, SMART");
    assertThat(coordinator.builds.created).isEmpty();
  }

  @Test
  void whatIsNeitherThisNorThatIsRefused() throws IOException {
    Path picture = Files.write(folder.resolve("a.png"), new byte[] {1, 2, 3});

    assertThat(cli.run("submit", picture.toString()).err())
        .contains("a.png is neither a folder, an archive");
    assertThat(cli.run("submit", "nowhere").err()).contains("no such file or folder: nowhere");
    assertThat(cli.run("submit").err()).contains("give one thing to build");
    assertThat(coordinator.builds.created).isEmpty();
  }

  private Build onlyBuild() {
    assertThat(coordinator.builds.created).hasSize(1);
    return coordinator.builds.created.getFirst().getBuild();
  }
}
