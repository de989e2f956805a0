package dev.slipway.runner.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.slipway.runner.coordinator.FakeCoordinator;
import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.coordinator.RunningRunner;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Result.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a step starts and however an attempt ends, nothing of it lives on. */
@EnabledOnOs(OS.LINUX)
class EveryProcessEndsTest {
  /**
   * A daemon as they are made: forked twice, in a session of its own, deaf to TERM, and it holds
   * the step's output.
   */
  private static final String DAEMON =
      "(setsid sh -c 'trap \"\" TERM; echo daemon up; while :; do sleep 1; done' &) ; sleep 0.3; ";

  private static final long EXIT_SECONDS = 30;

  @TempDir Path temp;

  private FakeCoordinator coordinator;
  private RunningRunner runner;

  @AfterEach
  void end() {
    if (runner != null) {
      runner.close();
    }
    if (coordinator != null) {
      coordinator.close();
    }
  }

  @Test
  void daemonThatHoldsTheOutputIsEndedAndTheStepHasItsOwnOutcome() throws Exception {
    start(Plans.shell(DAEMON + "echo done").build());

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();

    assertThat(result().getOutcome()).isEqualTo(Outcome.OUTCOME_SUCCEEDED);
    assertThat(coordinator.heard().logText()).contains("daemon up", "done");
    assertThat(runner.leftovers()).isEmpty();
  }

  @Test
  void daemonIsGoneBeforeTheNextStepBegins() throws Exception {
    start(
        Plans.custom(
                List.of("sh", "-c", DAEMON),
                List.of("sh", "-c", "ps -eo args | grep '[d]aemon up' || echo alone"))
            .build());

    runner.exit(EXIT_SECONDS);

    assertThat(coordinator.heard().logText()).contains("alone");
  }

  @Test
  void cancelEndsTheStepAndIsTheOutcome() throws Exception {
    start(Plans.shell(DAEMON + "echo waiting; exec sleep 600").build());
    coordinator.heard().awaitLog("waiting");

    coordinator.heard().cancel();

    assertThat(runner.exit(EXIT_SECONDS)).isZero();
    assertThat(result().getOutcome()).isEqualTo(Outcome.OUTCOME_CANCELLED);
    assertThat(runner.leftovers()).isEmpty();
  }

  @Test
  void stepOverItsTimeFailsWithTheLimit() throws Exception {
    Plan.Builder plan = Plans.shell(DAEMON + "echo waiting; sleep 600");
    plan.getStepsBuilder(0).setTimeout(Duration.newBuilder().setSeconds(5));
    start(plan.build());

    assertThat(runner.exit(EXIT_SECONDS)).isZero();

    assertThat(result().getFailure().getReason()).isEqualTo("STEP_TIMEOUT");
    assertThat(result().getFailure().getMessage()).contains("`step-1`", "5 s");
    assertThat(result().getFailure().getLastLinesList()).contains("waiting");
    assertThat(runner.leftovers()).isEmpty();
  }

  @Test
  void buildOverItsTimeFailsWithTheLimit() throws Exception {
    Plan.Builder plan = Plans.shell("sleep 600");
    plan.getLimitsBuilder().setBuildTimeout(Duration.newBuilder().setSeconds(1));
    start(plan.build());

    assertThat(runner.exit(EXIT_SECONDS)).isZero();

    assertThat(result().getFailure().getReason()).isEqualTo("BUILD_TIMEOUT");
    assertThat(result().getFailure().getMessage()).contains("1 s");
    assertThat(runner.leftovers()).isEmpty();
  }

  @Test
  void outageLongerThanTheFenceEndsEverythingWithoutAResult() throws Exception {
    coordinator =
        FakeCoordinator.start(Plans.shell(DAEMON + "echo waiting; sleep 600").build(), new byte[0]);
    coordinator.heard().welcome(welcome -> welcome.setFenceAfter(Plans.seconds(2)));
    runner = RunningRunner.start(coordinator, temp.resolve("attempt"), temp.resolve("cache"));
    coordinator.heard().awaitLog("waiting");

    coordinator.cut();

    assertThat(runner.exit(EXIT_SECONDS)).isEqualTo(Attempt.GONE);
    assertThat(coordinator.heard().result()).isNotDone();
    assertThat(runner.leftovers()).isEmpty();
    assertFoldersRemoved();
  }

  @Test
  void fencedEndsEverythingWithoutAResult() throws Exception {
    start(Plans.shell("echo waiting; sleep 600").build());
    coordinator.heard().awaitLog("waiting");

    coordinator.heard().fence();

    assertThat(runner.exit(EXIT_SECONDS)).isEqualTo(Attempt.GONE);
    assertThat(coordinator.heard().result()).isNotDone();
    assertThat(runner.leftovers()).isEmpty();
  }

  @Test
  void runnerThatIsToldToEndEndsItsStepsFirst() throws Exception {
    start(Plans.shell(DAEMON + "echo waiting; sleep 600").build());
    coordinator.heard().awaitLog("waiting");

    runner.terminate();

    runner.exit(EXIT_SECONDS);
    assertThat(runner.leftovers()).isEmpty();
    assertFoldersRemoved();
  }

  @Test
  void foldersAreRemovedAfterAResultToo() throws Exception {
    start(Plans.shell("mkdir -p a/b; touch a/b/c; chmod 555 a/b; ln -s / root; pwd").build());

    assertThat(runner.exit(EXIT_SECONDS)).isZero();

    assertFoldersRemoved();
    assertThat(Path.of("/etc")).isDirectory();
  }

  private void start(Plan plan) throws Exception {
    coordinator = FakeCoordinator.start(plan, new byte[0]);
    runner = RunningRunner.start(coordinator, temp.resolve("attempt"), temp.resolve("cache"));
  }

  private Result result() throws Exception {
    assertThat(coordinator.heard().breaches()).isEmpty();
    return coordinator.heard().result().get(1, TimeUnit.SECONDS);
  }

  private void assertFoldersRemoved() throws Exception {
    try (var files = Files.list(runner.folder())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("runner.log", "log");
    }
  }
}
