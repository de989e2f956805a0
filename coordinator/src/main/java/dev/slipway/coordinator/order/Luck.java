package dev.slipway.coordinator.order;

/** What is left to chance in a {@link Future}. All in milliseconds. */
interface Luck {
  /** How long a build takes that starts. */
  double millis(Estimate estimate);

  /** How much longer a build takes that has run for a while. */
  double remainingMillis(Running running);

  /** Until the next build of this inflow; infinite when none comes. */
  double millisToNext(Inflow inflow);
}
