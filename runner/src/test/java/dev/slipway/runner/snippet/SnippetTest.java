package dev.slipway.runner.snippet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.coordinator.AttemptFixture;
import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippet template, with the real esbuild from the registry. */
class SnippetTest {
  @TempDir static Path cache;

  @TempDir Path temp;

  private AttemptFixture attempt;

  @BeforeEach
  void start() {
    attempt = new AttemptFixture(temp, cache);
  }

  @AfterEach
  void end() {
    attempt.close();
  }

  @Test
  void typeScriptIsBundledRunAndItsOutputKept() throws Exception {
    Result result =
        run(
            Map.of(
                "main.ts",
                "const words: string[] = ['a', 'b'];\nconsole.error('talk');\n"
                    + "console.log(await Promise.resolve(words.join('-')));\n"));

    assertThat(result.getOutputTruncated()).isFalse();
    assertThat(result.getOutput().toStringUtf8()).as(attempt.heard().logText()).isEqualTo("a-b\n");
    assertThat(result.getArtifacts(0).getName()).isEqualTo("bundle.js");
    assertThat(attempt.heard().logText()).contains("talk", "a-b");
  }

  @Test
  void scriptMayRequireAndAskWhereItIs() throws Exception {
    Result result =
        run(
            Map.of(
                "main.js", "const path = require('path'); console.log(path.basename(__dirname));"));

    assertThat(result.getOutput().toStringUtf8()).isEqualTo("bundle\n");
  }

  @Test
  void outputOver64KibibytesIsCut() throws Exception {
    Result result = run(Map.of("main.js", "process.stdout.write('x'.repeat(100_000));"));

    assertThat(result.getOutput().size()).isEqualTo(64 * 1024);
    assertThat(result.getOutputTruncated()).isTrue();
  }

  @Test
  void secretsAreNotSeenInTheOutput() throws Exception {
    Result result =
        attempt.run(
            Plans.snippet().addRedacted("correct-horse"),
            Map.of(
                "main.js",
                "process.stdout.write('key correct-'); setTimeout(() => console.log('horse'),"
                    + " 50)"));

    assertThat(result.getOutput().toStringUtf8()).isEqualTo("key [redacted]\n");
  }

  @Test
  void syntaxErrorFailsTheBundleStepInWordsOfEsbuild() throws Exception {
    Result result = run(Map.of("main.ts", "const = 1;"));

    assertThat(result.getFailure().getReason()).isEqualTo("STEP_FAILED");
    assertThat(result.getFailure().getStep()).isEqualTo("bundle");
    assertThat(String.join("\n", result.getFailure().getLastLinesList())).contains("main.ts:1:6");
  }

  @Test
  void exceptionFailsTheRunStep() throws Exception {
    Result result = run(Map.of("main.js", "throw new Error('no way')"));

    assertThat(result.getFailure().getStep()).isEqualTo("run");
    assertThat(result.getFailure().getExitCode()).isEqualTo(1);
    assertThat(String.join("\n", result.getFailure().getLastLinesList())).contains("no way");
  }

  @Test
  void snippetThatDoesNotEndIsEnded() throws Exception {
    Plan.Builder plan = Plans.snippet();
    plan.getStepsBuilder(2).setTimeout(Plans.seconds(1));

    Result result = attempt.run(plan, Map.of("main.js", "setInterval(() => {}, 1000)"));

    assertThat(result.getFailure().getReason()).isEqualTo("STEP_TIMEOUT");
    assertThat(result.getFailure().getStep()).isEqualTo("run");
  }

  @Test
  void severalFilesNeedAnEntry() throws Exception {
    Map<String, String> files =
        Map.of("a.js", "console.log(require('./b').b)", "b.js", "exports.b = 'from b'");

    assertThat(run(files).getFailure().getMessage()).contains("2 ", "a.js, b.js");
    assertThat(
            attempt
                .run(Plans.snippet().putParameters("entry", "a.js"), files)
                .getOutput()
                .toStringUtf8())
        .isEqualTo("from b\n");
  }

  private Result run(Map<String, String> files) throws Exception {
    return attempt.run(Plans.snippet(), files);
  }
}
