package dev.slipway.runner.step;

import java.time.Duration;

/**
 * Knows when a step does nothing any more: for as long as the limit it printed nothing and used
 * less than 1 % of one CPU core. A command that only polls something now and then counts as one
 * that does nothing.
 *
 * <p>Moments are those of {@code System.nanoTime}.
 */
final class Stall {
  private static final int LEAST_CORE_PERCENT = 1;

  private final Duration limit;
  private long since;
  private long printed;
  private Duration cpuTime;

  /**
   * @param now when the step began
   * @param cpuTime that it had used by then
   */
  Stall(Duration limit, long now, Duration cpuTime) {
    this.limit = limit;
    this.since = now;
    this.cpuTime = cpuTime;
  }

  /**
   * Whether it has stalled.
   *
   * @param printed bytes so far
   * @param cpuTime used so far
   */
  boolean now(long now, long printed, Duration cpuTime) {
    Duration least = limit.multipliedBy(LEAST_CORE_PERCENT).dividedBy(100);
    boolean works = printed > this.printed || cpuTime.minus(this.cpuTime).compareTo(least) >= 0;
    if (works) {
      since = now;
      this.printed = printed;
      this.cpuTime = cpuTime;
    }
    return now - since >= limit.toNanos();
  }
}
