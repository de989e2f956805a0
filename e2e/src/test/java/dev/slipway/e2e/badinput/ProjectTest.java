package dev.slipway.e2e.badinput;

import static dev.slipway.e2e.Requests.website;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.e2e.Checkout;
import dev.slipway.e2e.Folders;
import dev.slipway.e2e.Slipway;
import dev.slipway.e2e.TarGz;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.Failure;
import dev.slipway.v1.Failure.Fault;
import dev.slipway.v1.Failure.Reason;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Websites that cannot be built: the failure says which step, what it printed, and what to do. */
class ProjectTest {

  @AutoClose private static Slipway slipway;

  @BeforeAll
  static void start() {
    slipway = Slipway.up("--max-builds", "2");
  }

  @Test
  void aPackageWithoutABuildScriptIsAConfigError() {
    var failure =
        failure(
            Map.of(
                "package.json", "{\"name\": \"no-script\", \"private\": true}",
                "src/main.js", "console.log(1)"));

    assertThat(failure.getReason()).as("%s", failure).isEqualTo(Reason.REASON_CONFIG_ERROR);
    assertThat(failure.getFault()).isEqualTo(Fault.FAULT_USER);
    assertThat(failure.getMessage()).contains("build").contains("package.json");
    assertThat(failure.getHint()).isNotEmpty();
  }

  @Test
  void aTypeErrorFailsAProjectThatChecksTypes() {
    var folder = slipway.sandbox().folder("type-error");
    Folders.copy(Checkout.file("samples/vite-react-ts"), folder);
    Folders.write(folder.resolve("src/broken.ts"), "export const knots: number = \"eight\";\n");

    var build = slipway.submits().failed(submit(folder));

    var failure = build.getFailure();
    assertThat(failure.getReason()).as("%s", failure).isEqualTo(Reason.REASON_STEP_FAILED);
    assertThat(failure.getFault()).isEqualTo(Fault.FAULT_USER);
    assertThat(failure.getStep()).isIn("type-check", "build");
    assertThat(failure.getExitCode()).isNotZero();
    assertThat(failure.getLastLinesList()).anyMatch(line -> line.contains("src/broken.ts"));
  }

  @Test
  void anInstallThatFailsWithoutTheLockfileTooFailsTheBuild() {
    var failure =
        failure(
            Map.of(
                "package.json",
                """
                {
                  "name": "no-install",
                  "private": true,
                  "scripts": {"build": "true"},
                  "dependencies": {"gone": "file:./gone.tgz"}
                }
                """));

    assertThat(failure.getReason()).as("%s", failure).isEqualTo(Reason.REASON_STEP_FAILED);
    assertThat(failure.getStep()).isEqualTo("install");
    assertThat(failure.getExitCode()).isNotZero();
    assertThat(failure.getLastLinesList()).anyMatch(line -> line.contains("gone.tgz"));
    assertThat(failure.getHint()).isNotEmpty();
  }

  @Test
  void aLockfileOutOfStepIsGoneAroundWithAWarning() {
    var folder = outOfStep("out-of-step");

    var build = slipway.submits().succeeded(submit(folder));

    assertThat(slipway.submits().events(build))
        .filteredOn(BuildEvent::hasWarning)
        .extracting(event -> event.getWarning().getCode())
        .contains("LOCKFILE_OUT_OF_STEP");
  }

  @Test
  void aLockfileOutOfStepFailsWhereItIsFrozen() {
    var folder = outOfStep("frozen");
    var archive = slipway.uploads().tarGz(TarGz.of(folder));

    var build =
        slipway
            .submits()
            .failed(
                slipway
                    .submits()
                    .submit(website(archive).putParameters("frozen_lockfile", "true")));

    assertThat(build.getFailure().getReason()).isEqualTo(Reason.REASON_STEP_FAILED);
    assertThat(build.getFailure().getStep()).isEqualTo("install");
  }

  @Test
  void aBuildScriptThatMakesNothingIsAConfigError() {
    var failure =
        failure(
            Map.of(
                "package.json",
                "{\"name\": \"no-output\", \"private\": true, \"scripts\": {\"build\":"
                    + " \"true\"}}"));

    assertThat(failure.getReason()).as("%s", failure).isEqualTo(Reason.REASON_CONFIG_ERROR);
    assertThat(failure.getMessage()).contains("index.html");
    assertThat(failure.getHint()).contains("output_dir");
  }

  /**
   * package.json asks for a second package of which the lockfile knows nothing; both are folders.
   */
  private static Path outOfStep(String name) {
    return Folders.filled(
        slipway.sandbox().folder(name),
        Map.of(
            "package.json",
            """
            {
              "name": "out-of-step",
              "version": "1.0.0",
              "private": true,
              "scripts": {"build": "mkdir -p dist && cp page.html dist/index.html"},
              "dependencies": {"rope": "file:./rope"}
            }
            """,
            "package-lock.json",
            """
            {
              "name": "out-of-step",
              "version": "1.0.0",
              "lockfileVersion": 3,
              "requires": true,
              "packages": {"": {"name": "out-of-step", "version": "1.0.0"}}
            }
            """,
            "rope/package.json",
            "{\"name\": \"rope\", \"version\": \"1.0.0\"}",
            "page.html",
            "<!doctype html><title>rope</title>"));
  }

  private static Failure failure(Map<String, String> files) {
    var folder = slipway.sandbox().folder("site-" + files.hashCode());
    return slipway.submits().failed(submit(Folders.filled(folder, files))).getFailure();
  }

  private static Build submit(Path folder) {
    var archive = slipway.uploads().tarGz(TarGz.of(folder));
    return slipway.submits().submit(website(archive));
  }
}
