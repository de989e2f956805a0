package dev.slipway.runner.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.runner.coordinator.FrozenCoordinator;
import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.coordinator.RunningRunner;
import dev.slipway.runner.frozen.v1.ConnectRequest;
import dev.slipway.runner.frozen.v1.ConnectRequest.MessageCase;
import dev.slipway.runner.frozen.v1.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner of today with a coordinator of protocol 1. */
class FrozenProtocolTest {
  private static final long EXIT_SECONDS = 60;

  /** Of Result, in protocol 2. */
  private static final int LOG_CRC32C = 8;

  @TempDir Path temp;

  private FrozenCoordinator coordinator;
  private RunningRunner runner;

  @AfterEach
  void end() {
    runner.close();
    coordinator.close();
  }

  @Test
  void buildRunsAsBefore() throws Exception {
    start("echo text; sleep 2.5");

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();

    assertThat(coordinator.heard())
        .as("no Beat, no Sample")
        .extracting(ConnectRequest::getMessageCase)
        .containsExactly(
            MessageCase.HELLO,
            MessageCase.EVENT,
            MessageCase.LOG,
            MessageCase.EVENT,
            MessageCase.RESULT);
    assertThat(coordinator.heard().getFirst().getHello().getProtocol()).isEqualTo(1);
    Result result = coordinator.heard().getLast().getResult();
    assertThat(result.getOutcome()).isEqualTo(Result.Outcome.OUTCOME_SUCCEEDED);
    assertThat(result.getUnknownFields().hasField(LOG_CRC32C)).isFalse();
  }

  @Test
  void lostLinkEndsEverythingWithoutAResult() throws Exception {
    start("echo waiting; sleep 600");
    await().until(() -> coordinator.logText().contains("waiting"));

    coordinator.close();

    assertThat(runner.exit(EXIT_SECONDS)).isEqualTo(Attempt.GONE);
    assertThat(coordinator.heard()).noneMatch(ConnectRequest::hasResult);
    assertThat(runner.leftovers()).isEmpty();
  }

  private void start(String script) throws Exception {
    coordinator = FrozenCoordinator.start(Plans.shell(script).build());
    runner =
        RunningRunner.start(coordinator.address(), temp.resolve("attempt"), temp.resolve("cache"));
  }
}
