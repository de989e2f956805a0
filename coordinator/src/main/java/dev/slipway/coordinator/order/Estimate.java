package dev.slipway.coordinator.order;

import java.time.Duration;

/**
 * How long a build is likely to take, and how we know. Between and beyond its two points it is
 * taken for log-logistic: close to the log-normal that build times look like, and what remains of a
 * build that has run for a while has a formula.
 *
 * @param p50 half of such builds take no longer; above 0
 * @param p90 nine of ten take no longer; at least p50
 * @param source which builds it was learnt from
 * @param samples how many of them, from 0
 */
public record Estimate(Duration p50, Duration p90, Source source, int samples) {
  /** What nobody has seen yet. */
  public static final Estimate DEFAULT =
      new Estimate(Duration.ofSeconds(60), Duration.ofSeconds(300), Source.DEFAULT, 0);

  /** Beyond this part the tail is cut: a time-out ends builds anyway. */
  private static final double PART_MAX = 0.99;

  /** Even builds that always took the same vary a little. */
  private static final double SPREAD_MIN = 0.02;

  private static final double LOG_OF_ODDS_90 = Math.log(0.9 / 0.1);

  /** Of the logistic distribution whose scale is 1. */
  private static final double LOGISTIC_DEVIATION = Math.PI / Math.sqrt(3);

  /** Builds that an estimate was learnt from, from the most alike to the least. */
  public enum Source {
    /** The same tenant, project and template. */
    PROJECT,
    /** The same tenant and template. */
    TENANT,
    /** The same template. */
    TEMPLATE,
    /** All builds. */
    EVERYTHING,
    /** None: the default. */
    DEFAULT
  }

  public Estimate {
    if (!p50.isPositive() || p90.compareTo(p50) < 0) {
      throw new IllegalArgumentException("no such durations: p50 " + p50 + ", p90 " + p90);
    }
  }

  /**
   * The duration that a part of such builds does not exceed.
   *
   * @param part from 0 to 1; cut at 0.99
   */
  double millis(double part) {
    return millis(p50.toMillis(), spread(), part);
  }

  static double millis(double p50Millis, double spread, double part) {
    double cut = Math.min(part, PART_MAX);
    return p50Millis * Math.pow(cut / (1 - cut), spread);
  }

  /**
   * What remains of a build that has run for {@code elapsed}: the time that a part of such builds
   * does not exceed.
   */
  double remainingMillis(Duration elapsed, double part) {
    double ran = elapsed.toMillis();
    if (ran <= 0) {
      return millis(part);
    }
    double cut = Math.min(part, PART_MAX);
    double ended = 1 / (1 + Math.pow(ran / p50.toMillis(), -1 / spread()));
    double odds = (ended + cut * (1 - ended)) / ((1 - cut) * (1 - ended));
    // Where all should have ended long ago the odds overflow; then it grows with what it took.
    double total =
        Double.isFinite(odds)
            ? p50.toMillis() * Math.pow(odds, spread())
            : ran * Math.pow(1 / (1 - cut), spread());
    return Math.max(0, total - ran);
  }

  /** The standard deviation of the mean logarithm that the samples leave open. */
  double uncertainty() {
    return spread() * LOGISTIC_DEVIATION / Math.sqrt(1.0 + samples);
  }

  /** The scale of the logarithm's logistic distribution. */
  double spread() {
    double logOfRatio = Math.log((double) p90.toMillis() / p50.toMillis());
    return Math.max(SPREAD_MIN, logOfRatio / LOG_OF_ODDS_90);
  }
}
