package dev.slipway.runner.website;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.coordinator.AttemptFixture;
import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Failure;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.StepFinished;
import dev.slipway.runner.v1.Warning;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The website template on projects small enough to need no registry; npm and node are real. */
class WebsiteTest {
  private static final String WRITE_DIST =
      "node -e \\\"fs.mkdirSync('dist');fs.writeFileSync('dist/index.html','built')\\\"";

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
  void plainHtmlIsPublishedAsItIs() throws Exception {
    Result result =
        attempt.run(
            Plans.website(),
            Map.of("index.html", "<h1>hi</h1>", "css/a.css", "a", ".git/config", "secret"));

    assertThat(attempt.site(result)).containsOnlyKeys("css/a.css", "index.html");
    assertThat(attempt.heard().events())
        .filteredOn(Event::hasStepFinished)
        .extracting(Event::getStepFinished)
        .filteredOn(StepFinished::getSkipped)
        .extracting(StepFinished::getStep)
        .containsExactly("install", "type-check", "build");
  }

  @Test
  void folderThatTheBuildWritesIsPublished() throws Exception {
    Result result =
        attempt.run(
            Plans.website(),
            Map.of(
                "package.json",
                "{\"scripts\":{\"build\":\"" + WRITE_DIST + "\"}}",
                "index.html",
                "source"));

    assertThat(attempt.site(result)).containsExactly(Map.entry("index.html", "built"));
  }

  @Test
  void buildThatOnlyAddsToPagesThatCameIsPublishedWithoutItsTools() throws Exception {
    Result result =
        attempt.run(
            Plans.website(),
            Map.of(
                "package.json", "{\"scripts\":{\"build\":\"echo x > style.css\"}}",
                "index.html", "page"));

    assertThat(attempt.site(result)).containsOnlyKeys("index.html", "style.css");
  }

  @Test
  void missingBuildScriptIsNamedWithThoseThereAre() throws Exception {
    Failure failure =
        failure(Map.of("package.json", "{\"scripts\":{\"dev\":\"x\",\"start\":\"y\"}}"));

    assertThat(failure.getReason()).isEqualTo("CONFIG_ERROR");
    assertThat(failure.getStep()).isEqualTo("build");
    assertThat(failure.getMessage()).contains("no script `build`", "dev, start");
    assertThat(failure.hasExitCode()).isFalse();
  }

  @Test
  void failedBuildHasItsExitCodeAndLastLines() throws Exception {
    Failure failure =
        failure(Map.of("package.json", "{\"scripts\":{\"build\":\"echo broken; exit 7\"}}"));

    assertThat(failure.getReason()).isEqualTo("STEP_FAILED");
    assertThat(failure.getExitCode()).isEqualTo(7);
    assertThat(failure.getLastLinesList()).contains("broken");
  }

  @Test
  void buildWithoutAPageIsAConfigurationError() throws Exception {
    Failure failure = failure(Map.of("package.json", "{\"scripts\":{\"build\":\"true\"}}"));

    assertThat(failure.getReason()).isEqualTo("CONFIG_ERROR");
    assertThat(failure.getStep()).isEqualTo("publish");
    assertThat(failure.getHint()).contains("output_dir");
  }

  @Test
  void outputDirNamesTheFolderAndMustStayInside() throws Exception {
    Map<String, String> files = Map.of("a/index.html", "a", "b/index.html", "b");

    assertThat(attempt.site(attempt.run(Plans.website().putParameters("output_dir", "b"), files)))
        .containsExactly(Map.entry("index.html", "b"));
    Result outside = attempt.run(Plans.website().putParameters("output_dir", "../home"), files);
    assertThat(outside.getFailure().getMessage()).contains("`../home`", "leaves the work folder");
  }

  @Test
  void lockfileOutOfStepIsAWarningUnlessItMustNotBe() throws Exception {
    Map<String, String> files =
        Map.of(
            "package.json",
            "{\"scripts\":{\"build\":\""
                + WRITE_DIST
                + "\"},\"dependencies\":{\"own\":\"file:own\"}}",
            "package-lock.json",
            "{\"lockfileVersion\":3,\"requires\":true,\"packages\":{\"\":{}}}",
            "own/package.json",
            "{\"name\":\"own\",\"version\":\"1.0.0\"}");

    attempt.site(attempt.run(Plans.website(), files));

    assertThat(attempt.heard().warnings())
        .extracting(Warning::getCode)
        .containsExactly("LOCKFILE_OUT_OF_STEP");
    Result frozen = attempt.run(Plans.website().putParameters("frozen_lockfile", "true"), files);
    assertThat(frozen.getFailure().getStep()).isEqualTo("install");
    assertThat(frozen.getFailure().getMessage()).startsWith("`npm ci` ended with exit code");
    assertThat(frozen.getFailure().getHint()).contains("frozen_lockfile");
  }

  @Test
  void installThatFailsWithoutTheLockfileTooFailsTheBuild() throws Exception {
    Failure failure =
        failure(
            Map.of(
                "package.json",
                "{\"scripts\":{\"build\":\"true\"},\"dependencies\":{\"own\":\"file:own.tgz\"}}",
                "package-lock.json",
                "{\"lockfileVersion\":3,\"requires\":true,\"packages\":{\"\":{}}}"));

    assertThat(failure.getReason()).isEqualTo("STEP_FAILED");
    assertThat(failure.getStep()).isEqualTo("install");
    assertThat(failure.getExitCode()).isNotZero();
    assertThat(failure.getLastLinesList()).isNotEmpty();
  }

  @Test
  void packageJsonThatIsNoJsonIsAConfigurationError() throws Exception {
    Failure failure = failure(Map.of("package.json", "[1, 2"));

    assertThat(failure.getReason()).isEqualTo("CONFIG_ERROR");
    assertThat(failure.getMessage()).startsWith("package.json is not a JSON object");
  }

  private Failure failure(Map<String, String> files) throws Exception {
    Result result = attempt.run(Plans.website(), files);
    assertThat(result.getOutcome()).isEqualTo(Result.Outcome.OUTCOME_FAILED);
    return result.getFailure();
  }
}
