package dev.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Script;
import java.io.IOException;
import java.io.PipedInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void stepsAndLogAreTalkAndTheUrlIsData() {
    Cli.Result result = cli.run("watch", Script.BUILD);

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).containsExactly("http://b.localhost:1/");
    assertThat(result.err())
        .contains("build  npm run build")
        .contains("built in 1 s")
        .contains("SUCCEEDED in 12.0 s");
  }

  @Test
  void failureIsToldWithItsReasonStepLastLinesAndHint() {
    coordinator.builds.script = Script.ofFailure();

    Cli.Result result = cli.run("watch", Script.BUILD);

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.out().isEmpty()).isTrue();
    assertThat(result.err())
        .contains("FAILED after 12.0 s: STEP_FAILED (user), step build, exit code 2")
        .contains("step build ended with exit code 2")
        .contains("| error TS2322: wrong type")
        .contains("hint: mend src/main.ts");
  }

  @Test
  void cancelledBuildHasAnExitCodeOfItsOwn() {
    coordinator.builds.script = Script.ofCancel();

    Cli.Result result = cli.run("watch", Script.BUILD);

    assertThat(result.exit()).isEqualTo(3);
    assertThat(result.err()).contains("CANCELLED after 12.0 s: no longer wanted");
  }

  @Test
  void jsonIsEachEventOnceAndThenTheBuild() {
    coordinator.builds.script = Script.ofFailure();

    Cli.Result result = cli.run("watch", Script.BUILD, "-o", "json");

    List<JsonObject> lines = objects(result);
    assertThat(lines.subList(0, lines.size() - 1))
        .extracting(line -> line.get("sequence").getAsString())
        .containsExactly("1", "2", "3", "4");
    assertThat(lines.getFirst().get("state").getAsString()).isEqualTo("QUEUED");
    assertThat(lines.getLast().get("state").getAsString()).isEqualTo("FAILED");
    assertThat(lines.getLast().getAsJsonObject("failure").get("reason").getAsString())
        .isEqualTo("STEP_FAILED");
    assertThat(lines.getLast().getAsJsonObject("failure").get("fault").getAsString())
        .isEqualTo("USER");
    assertThat(lines.getLast().getAsJsonObject("failure").get("exitCode").getAsInt()).isEqualTo(2);
    assertThat(result.exit()).isEqualTo(1);
  }

  @Test
  void streamThatIsCutAgainAndAgainGivesEachEventAndByteOnce() {
    coordinator.builds.watchCutAfter = 1;

    Cli.Result result = cli.run("watch", Script.BUILD, "-o", "json");

    assertThat(result.exit()).isZero();
    List<JsonObject> lines = objects(result);
    assertThat(lines.subList(0, lines.size() - 1))
        .extracting(line -> line.get("sequence").getAsString())
        .containsExactly("1", "2", "3", "4", "5");
    assertThat(lines.getLast().get("previewUri").getAsString()).isEqualTo("http://b.localhost:1/");
    assertThat(result.err()).containsOnlyOnce("built in 1 s");
  }

  @Test
  void embeddedCoordinatorIsFoundAgainOnAnotherPort(@TempDir Path dataDir) throws IOException {
    coordinator.writeReadyFile(dataDir, 1);
    coordinator.builds.watchCutAfter = 3;
    coordinator.builds.onCut =
        () -> {
          coordinator.builds.watchCutAfter = null;
          coordinator.restart();
          try {
            coordinator.writeReadyFile(dataDir, 2);
          } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
          }
        };

    Cli.Result result = new Cli().run("watch", Script.BUILD, "--data-dir", dataDir.toString());

    assertThat(result.exit()).isZero();
    assertThat(result.lines()).containsExactly("http://b.localhost:1/");
    assertThat(coordinator.builds.watched.getLast().getAfterSequence()).isEqualTo(3);
    assertThat(result.err()).containsOnlyOnce("trying again");
    assertThat(result.err()).containsOnlyOnce("slipway: the coordinator is back\n");
  }

  @Test
  void terminalShowsMarksInColourAndABar() {
    Cli.Result result = cli.onTerminal().run("watch", Script.BUILD);

    assertThat(result.err()).contains("\u001b[32m").contains("built in 1 s\n");
    assertThat(result.lines()).containsExactly("http://b.localhost:1/");
  }

  @Test
  void ctrlCAsksAndCancelsOnlyIfToldTo() {
    coordinator.builds.script = Script.ofCancel();
    coordinator.builds.watchHoldsAfter = 1;
    cli.onTerminal().standardInput("c\n".getBytes(UTF_8));
    coordinator.builds.onHold = cli::interrupt;

    Cli.Result result = cli.run("watch", Script.BUILD);

    assertThat(result.err()).contains("detach or cancel the build? [d/c]");
    assertThat(coordinator.builds.cancelled)
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.getName()).isEqualTo(Script.BUILD);
              assertThat(request.getReason()).isEqualTo("Ctrl-C");
            });
    assertThat(result.exit()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d\n", "\n", "what\n", ""})
  void ctrlCLeavesTheBuildWithEveryOtherAnswer(String answer) {
    coordinator.builds.watchHoldsAfter = 1;
    cli.onTerminal().standardInput(answer.getBytes(UTF_8));
    coordinator.builds.onHold = cli::interrupt;

    Cli.Result result = cli.run("watch", Script.BUILD);

    assertThat(result.exit()).isEqualTo(130);
    assertThat(result.err())
        .contains(
            "detached; the build goes on: slipway watch 0199c1e0-0000-7000-8000-000000000001");
    assertThat(coordinator.builds.cancelled).isEmpty();
  }

  @Test
  void aSecondCtrlCLeavesAtOnce() {
    coordinator.builds.watchHoldsAfter = 1;
    PipedInputStream nobodyTypes = new PipedInputStream();
    cli.onTerminal().standardInput(nobodyTypes);
    coordinator.builds.onHold =
        () -> {
          CountDownLatch asked = new CountDownLatch(1);
          cli.onError("[d/c]", asked::countDown);
          Thread.ofVirtual().start(cli::interrupt);
          try {
            asked.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          cli.interrupt();
        };

    Cli.Result result = cli.run("watch", Script.BUILD);

    assertThat(result.exit()).isEqualTo(130);
    assertThat(coordinator.builds.cancelled).isEmpty();
  }

  private static List<JsonObject> objects(Cli.Result result) {
    return result.lines().stream()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }
}
