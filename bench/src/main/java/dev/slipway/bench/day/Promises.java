package dev.slipway.bench.day;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What was said about the start of builds, and when they started.
 *
 * @param kept those that had to wait, and that started, by the moments at which they were made
 */
public record Promises(List<Promise> kept) {

  public Promises {
    if (kept.isEmpty()) {
      throw new IllegalArgumentException("no build had to wait");
    }
    kept = kept.stream().sorted(Comparator.comparingLong(Promise::askedNanos)).toList();
  }

  /**
   * One build's; all moments in nanoseconds of one clock.
   *
   * @param p50Nanos it starts by then, with even chances
   * @param p90Nanos nine times in ten
   */
  public record Promise(long askedNanos, long p50Nanos, long p90Nanos, long startNanos) {
    long waitNanos() {
      return startNanos - askedNanos;
    }
  }

  /** Share of starts that were not later than the p50. */
  public double p50Cover() {
    return share(kept.stream().filter(one -> one.startNanos <= one.p50Nanos).count());
  }

  /** Share of starts that were not later than the p90. */
  public double p90Cover() {
    return share(kept.stream().filter(one -> one.startNanos <= one.p90Nanos).count());
  }

  private double share(long count) {
    return count / (double) kept.size();
  }

  /**
   * The median of |start − p50| ÷ wait.
   *
   * @param leastNanos of a shorter wait nothing is said: nobody minds, and the ratio is noise
   */
  public double medianErrorShare(long leastNanos) {
    return median(
        kept.stream()
            .filter(one -> one.waitNanos() >= leastNanos)
            .mapToDouble(one -> Math.abs(one.startNanos - one.p50Nanos) / (double) one.waitNanos())
            .toArray());
  }

  /** The same for somebody who always says the mean of the waits that were over by then. */
  public double medianErrorShareOfMean(long leastNanos) {
    var byStart = new ArrayList<>(kept);
    byStart.sort(Comparator.comparingLong(Promise::startNanos));
    var errors = new ArrayList<Double>();
    int over = 0;
    double sum = 0;
    for (var one : kept) {
      while (over < byStart.size() && byStart.get(over).startNanos <= one.askedNanos) {
        sum += byStart.get(over++).waitNanos();
      }
      if (over > 0 && one.waitNanos() >= leastNanos) {
        errors.add(Math.abs(one.waitNanos() - sum / over) / one.waitNanos());
      }
    }
    return median(errors.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double median(double[] values) {
    if (values.length == 0) {
      throw new IllegalStateException("no build waited long enough");
    }
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
