package dev.slipway.runner.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.coordinator.FakeCoordinator;
import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.coordinator.RunningRunner;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Result.Outcome;
import dev.slipway.runner.v1.Sample;
import dev.slipway.runner.v1.StepFinished;
import dev.slipway.runner.v1.Usage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What steps use, what they may print together, and what becomes of one that does nothing. */
@EnabledOnOs(OS.LINUX)
class ResourcesTest {
  private static final long EXIT_SECONDS = 60;

  private static final String BUSY = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; ";

  @TempDir Path temp;

  private FakeCoordinator coordinator;
  private RunningRunner runner;

  @AfterEach
  void end() {
    runner.close();
    coordinator.close();
  }

  @Test
  void usageOfEachStepAndOfAllIsTold() throws Exception {
    start(
        Plans.custom(
                List.of("sh", "-c", BUSY + "sleep 0.3"),
                List.of("sh", "-c", BUSY),
                List.of("sleep", "0.3"))
            .build());

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();

    List<Usage> steps = finished().stream().map(StepFinished::getUsage).toList();
    assertThat(cpuMillis(steps.get(0))).isGreaterThan(50);
    assertThat(cpuMillis(steps.get(1))).isGreaterThan(50);
    assertThat(cpuMillis(steps.get(2))).isLessThan(50);
    assertThat(steps.get(2).getMemoryPeakBytes()).isGreaterThan(100_000);
    Usage all = result().getUsage();
    assertThat(cpuMillis(all)).isEqualTo(steps.stream().mapToLong(s -> cpuMillis(s)).sum());
    assertThat(all.getMemoryPeakBytes())
        .isEqualTo(steps.stream().mapToLong(Usage::getMemoryPeakBytes).max().orElseThrow());
  }

  @Test
  void runningStepIsSampledThoughItsLogIsBackedUp() throws Exception {
    coordinator =
        FakeCoordinator.start(
            Plans.shell("head -c 3000000 /dev/zero; " + BUSY + "sleep 600").build(), new byte[0]);
    coordinator.heard().throttle(10_000);
    runner = RunningRunner.start(coordinator, temp.resolve("attempt"), temp.resolve("cache"));

    coordinator.heard().await("sample", () -> !coordinator.heard().samples().isEmpty());

    assertThat(coordinator.heard().log().length).isLessThan(3_000_000);
    Sample sample = coordinator.heard().samples().getFirst();
    assertThat(sample.getStep()).isEqualTo("step-1");
    assertThat(sample.getElapsed().getSeconds()).isGreaterThanOrEqualTo(2);
    assertThat(sample.getCpuTime().getNanos()).isGreaterThan(50_000_000);
    assertThat(sample.getMemoryPeakBytes()).isGreaterThanOrEqualTo(sample.getMemoryBytes());
  }

  @Test
  void stepThatDoesNothingIsEndedAsStalledAndItsProcessesAreListed() throws Exception {
    Plan.Builder plan = Plans.shell("echo asking; sleep 600");
    plan.getLimitsBuilder().setStallTimeout(Plans.millis(800));
    start(plan.build());

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();

    assertThat(result().getFailure().getReason()).isEqualTo("STALLED");
    assertThat(result().getFailure().getExitCode()).isEqualTo(137);
    assertThat(result().getFailure().getMessage()).contains("`step-1`", "0.8 s");
    assertThat(result().getFailure().getHint()).isNotEmpty();
    assertThat(finished().getFirst().getExitCode()).isEqualTo(137);
    assertThat(coordinator.heard().logText())
        .startsWith("asking\n[slipway] Nothing printed and no CPU used for 0.8 s:\n    PID ")
        .containsPattern("\\d+ +\\d+ S +0\\.\\d\\d +\\d+\\.\\d sh -c echo asking; sleep 600\n")
        .containsPattern("\\d+ +\\d+ S +0\\.\\d\\d +\\d+\\.\\d sleep 600\n");
    assertThat(runner.leftovers()).isEmpty();
  }

  @Test
  void stepsThatPrintOrWorkAreNotStalled() throws Exception {
    Plan.Builder plan =
        Plans.custom(
            List.of("sh", "-c", "for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.4; done"),
            List.of("sh", "-c", "timeout 3.5 sh -c 'while :; do :; done'; true"));
    plan.getLimitsBuilder().setStallTimeout(Plans.millis(2500));
    start(plan.build());

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();

    assertThat(result().getOutcome()).isEqualTo(Outcome.OUTCOME_SUCCEEDED);
    assertThat(coordinator.heard().logText()).isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\n");
  }

  @Test
  void whatStepsPrintTogetherIsCappedAndLaterOnesKeepTheirTails() throws Exception {
    Plan.Builder plan =
        Plans.custom(
            List.of("printf", "0123456789"),
            List.of("printf", "abcdefghijklmnopqrstuvwxyz"),
            List.of("printf", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
    plan.getLimitsBuilder().setLogBytesMax(15).setStepLogHeadBytes(20).setStepLogTailBytes(3);
    start(plan.build());

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();

    assertThat(coordinator.heard().logText())
        .isEqualTo(
            "0123456789abcde\n[slipway: 18 bytes of output left out]\nxyz"
                + "\n[slipway: 23 bytes of output left out]\nXYZ");
    assertThat(coordinator.heard().warnings().getFirst().getMessage())
        .isEqualTo(
            "18 bytes of this step's output were left out of the log; its first 5 and last 3 bytes"
                + " are kept, because steps together may keep 15 from their beginnings.");
  }

  private void start(Plan plan) throws Exception {
    coordinator = FakeCoordinator.start(plan, new byte[0]);
    runner = RunningRunner.start(coordinator, temp.resolve("attempt"), temp.resolve("cache"));
  }

  private Result result() throws Exception {
    assertThat(coordinator.heard().breaches()).isEmpty();
    return coordinator.heard().result().get(1, TimeUnit.SECONDS);
  }

  private List<StepFinished> finished() {
    return coordinator.heard().events().stream()
        .filter(Event::hasStepFinished)
        .map(Event::getStepFinished)
        .toList();
  }

  private static long cpuMillis(Usage usage) {
    return usage.getCpuTime().getSeconds() * 1000 + usage.getCpuTime().getNanos() / 1_000_000;
  }
}
