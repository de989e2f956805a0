package dev.slipway.runner.attempt;

import dev.slipway.runner.step.Durations;
import dev.slipway.runner.v1.Usage;
import java.time.Duration;
import java.util.Optional;

/** What all steps used: their CPU times added, the highest of their peaks. */
final class UsageSum {
  private Duration cpuTime = Duration.ZERO;
  private long peak;
  private boolean any;

  void add(Usage usage) {
    any = true;
    cpuTime = cpuTime.plus(Durations.of(usage.getCpuTime()));
    peak = Math.max(peak, usage.getMemoryPeakBytes());
  }

  /** Empty when nothing was added. */
  Optional<Usage> total() {
    return any
        ? Optional.of(
            Usage.newBuilder().setCpuTime(Durations.of(cpuTime)).setMemoryPeakBytes(peak).build())
        : Optional.empty();
  }
}
