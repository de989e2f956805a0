package dev.slipway.bench.measure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How long single calls took; immutable. */
public final class Latencies {
  private final long[] sortedNanos;

  private Latencies(long[] sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  /** Of these calls, in any order. */
  public static Latencies ofNanos(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  /** All the calls of these together. */
  public static Latencies union(List<Latencies> parts) {
    return ofNanos(parts.stream().flatMapToLong(part -> Arrays.stream(part.sortedNanos)).toArray());
  }

  /** How many calls there were. */
  public int count() {
    return sortedNanos.length;
  }

  /** The median, as {@link #quantile}. */
  public Duration median() {
    return quantile(0.5);
  }

  /**
   * The smallest time within which at least this share of the calls was done: always one that was
   * measured, never a mean of two.
   *
   * @param share above 0, at most 1
   * @throws IllegalStateException when there was no call
   */
  public Duration quantile(double share) {
    if (sortedNanos.length == 0) {
      throw new IllegalStateException("no call was measured");
    }
    int rank = (int) Math.ceil(share * sortedNanos.length);
    return Duration.ofNanos(sortedNanos[Math.clamp(rank - 1, 0, sortedNanos.length - 1)]);
  }
}
