package dev.slipway.runner.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.coordinator.FakeCoordinator;
import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.coordinator.RunningRunner;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Result.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One attempt by a real runner process against a coordinator that checks every message. */
class AttemptTest {
  private static final long EXIT_SECONDS = 60;

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
  void stepsRunInOrderAndTheirOutputIsDelimitedByTheirEvents() throws Exception {
    start(Plans.custom(List.of("echo", "first"), List.of("echo", "second")).build());

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();

    assertThat(result().getOutcome()).isEqualTo(Outcome.OUTCOME_SUCCEEDED);
    List<Event> events = coordinator.heard().events();
    assertThat(events).extracting(Event::getLogOffset).containsExactly(0L, 6L, 6L, 13L);
    assertThat(events.get(0).getStepStarted().getTitle()).isEqualTo("echo first");
    assertThat(coordinator.heard().logText()).isEqualTo("first\nsecond\n");
  }

  @Test
  void failedStepEndsTheAttemptWithItsExitCodeAndLastLines() throws Exception {
    start(
        Plans.custom(
                List.of("sh", "-c", "echo one; echo two >&2; exit 3"), List.of("echo", "never"))
            .build());

    assertThat(runner.exit(EXIT_SECONDS)).isZero();

    assertThat(result().getOutcome()).isEqualTo(Outcome.OUTCOME_FAILED);
    assertThat(result().getFailure().getReason()).isEqualTo("STEP_FAILED");
    assertThat(result().getFailure().getStep()).isEqualTo("step-1");
    assertThat(result().getFailure().getExitCode()).isEqualTo(3);
    assertThat(result().getFailure().getLastLinesList()).containsExactly("one", "two");
    assertThat(coordinator.heard().logText()).doesNotContain("never");
  }

  @Test
  void secretsAreNotSeenAnywhere() throws Exception {
    start(
        Plans.shell(
                "printf 'key correct-'; sleep 0.1; echo horse; echo c29tZQ==; exit 3 #"
                    + " correct-horse")
            .addRedacted("correct-horse")
            .addRedacted("some")
            .build());

    runner.exit(EXIT_SECONDS);

    assertThat(coordinator.heard().logText()).isEqualTo("key [redacted]\n[redacted]\n");
    assertThat(result().getFailure().getLastLinesList())
        .containsExactly("key [redacted]", "[redacted]");
    assertThat(coordinator.heard().events().toString() + result())
        .contains("[redacted]")
        .doesNotContain("correct-horse");
  }

  @Test
  void stepKilledBySignalHasAnExitCodeOf128AndTheSignal() throws Exception {
    start(Plans.shell("kill -9 $$").build());

    runner.exit(EXIT_SECONDS);

    assertThat(result().getFailure().getExitCode()).isEqualTo(137);
    assertThat(result().getFailure().getMessage()).contains("signal 9");
  }

  @Test
  void unknownProgramFailsTheStep() throws Exception {
    start(Plans.custom(List.of("no-such-program")).build());

    runner.exit(EXIT_SECONDS);

    assertThat(result().getFailure().getReason()).isEqualTo("STEP_FAILED");
    assertThat(result().getFailure().getExitCode()).isEqualTo(127);
    assertThat(result().getFailure().getHint()).contains("`no-such-program`");
  }

  @Test
  void outputOverItsCapKeepsHeadAndTailAndSaysWhatIsMissing() throws Exception {
    long printed = 200_000_000;
    Plan.Builder plan =
        Plans.shell("head -c " + printed + " /dev/zero | tr '\\0' x; echo; echo end");
    plan.getLimitsBuilder().setStepLogHeadBytes(1_000_000).setStepLogTailBytes(10_000);
    start(plan.build());

    assertThat(runner.exit(EXIT_SECONDS)).isZero();

    assertThat(result().getOutcome()).isEqualTo(Outcome.OUTCOME_SUCCEEDED);
    long dropped = printed + 5 - 1_010_000;
    assertThat(coordinator.heard().logText())
        .contains("\n[slipway: 198,990,005 bytes of output left out]\n")
        .endsWith("x\nend\n");
    assertThat(coordinator.heard().log().length).isLessThan(1_010_100);
    assertThat(coordinator.heard().events().getLast().getStepFinished().getLogDroppedBytes())
        .isEqualTo(dropped);
    assertThat(coordinator.heard().warnings().getFirst().getCode()).isEqualTo("LOG_CAPPED");
  }

  @Test
  void stepsSeeTheirOwnEnvironmentAndNoSecret() throws Exception {
    Plan.Builder plan = Plans.shell("env; readlink /proc/self/fd/0; ps -o pid=,sid= -p $$");
    plan.getStepsBuilder(0).putEnv("GIVEN", "by the step");
    start(plan.build());

    runner.exit(EXIT_SECONDS);

    assertThat(coordinator.heard().logText())
        .contains("GIVEN=by the step", "HOME=" + temp.resolve("attempt/home"), "/dev/null")
        .contains("SLIPWAY_ATTEMPT=")
        .doesNotContain("must-not-pass", FakeCoordinator.TOKEN, "CI=true");
  }

  @Test
  void attemptThatIsOverBeforeItBeginsExits3() throws Exception {
    coordinator = FakeCoordinator.start(Plans.shell("echo never").build(), new byte[0]);
    coordinator.heard().fenceAtOnce();
    runner = RunningRunner.start(coordinator, temp.resolve("attempt"), temp.resolve("cache"));

    assertThat(runner.exit(EXIT_SECONDS)).isEqualTo(Attempt.GONE);
    assertThat(coordinator.heard().logText()).isEmpty();
  }

  @Test
  void coordinatorThatIsNotThereExits4() throws Exception {
    coordinator = FakeCoordinator.start(Plans.shell("echo never").build(), new byte[0]);
    String address = coordinator.address();
    coordinator.close();
    runner =
        RunningRunner.start(
            address, temp.resolve("attempt"), temp.resolve("cache"), ",\"startupSeconds\":1");

    assertThat(runner.exit(EXIT_SECONDS)).isEqualTo(Attempt.BAD_START);
    assertThat(runner.talk()).contains("slipway-runner: ").doesNotContain("\tat ");
  }

  private void start(Plan plan) throws Exception {
    coordinator = FakeCoordinator.start(plan, new byte[0]);
    runner = RunningRunner.start(coordinator, temp.resolve("attempt"), temp.resolve("cache"));
  }

  private Result result() throws Exception {
    assertThat(coordinator.heard().breaches()).isEmpty();
    return coordinator.heard().result().get(1, TimeUnit.SECONDS);
  }
}
