package dev.slipway.coordinator.order;

/** Every build takes its p50, and nobody submits another. */
final class MedianLuck implements Luck {
  @Override
  public double millis(Estimate estimate) {
    return estimate.millis(0.5);
  }

  @Override
  public double remainingMillis(Running running) {
    return running.estimate().remainingMillis(running.elapsed(), 0.5);
  }

  @Override
  public double millisToNext(Inflow inflow) {
    return Double.POSITIVE_INFINITY;
  }
}
