package dev.slipway.bench.measure;

import java.time.Duration;

/**
 * What one side did in one window of time.
 *
 * @param units pieces of work that were done, in the unit of the bench
 * @param lasted from the first call's begin to the last one's end
 * @param latencies of the calls; of none where a window only counts
 */
public record Window(long units, Duration lasted, Latencies latencies) {

  /** Without single calls. */
  public static Window counted(long units, Duration lasted) {
    return new Window(units, lasted, Latencies.ofNanos(new long[0]));
  }

  /** Units a second. */
  public double perSecond() {
    return units * 1e9 / lasted.toNanos();
  }
}
