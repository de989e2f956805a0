package dev.slipway.race.run;

import dev.slipway.checker.Report;

/**
 * How a race ended.
 *
 * @param builds that have ended
 * @param unended builds that had not when nothing moved any more; 0 when it came to rest
 */
public record Outcome(long builds, long kills, long unended, Report report) {

  /** Broken rules, and builds that never ended. */
  public long violations() {
    return report.violations() == 0 ? unended : report.violations();
  }
}
