package dev.slipway.coordinator.order;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Every build takes what is drawn for it. An estimate that was learnt from few builds may be wrong
 * for all that it is used for, so how wrong is drawn once for each.
 */
final class DrawnLuck implements Luck {
  private final RandomGenerator random;
  private final Map<Estimate, Kind> kinds = new IdentityHashMap<>();

  /** What an estimate says, worked out once, with the error drawn for it in it. */
  private record Kind(double p50Millis, double spread) {
    double millis(double part) {
      return Estimate.millis(p50Millis, spread, part);
    }
  }

  DrawnLuck(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public double millis(Estimate estimate) {
    return kinds.computeIfAbsent(estimate, this::kind).millis(random.nextDouble());
  }

  @Override
  public double remainingMillis(Running running) {
    return running.estimate().remainingMillis(running.elapsed(), random.nextDouble());
  }

  /** Submits come independently of each other. */
  @Override
  public double millisToNext(Inflow inflow) {
    return random.nextExponential() * 3_600_000 / inflow.perHour();
  }

  private Kind kind(Estimate estimate) {
    double error = Math.exp(random.nextGaussian() * estimate.uncertainty());
    return new Kind(estimate.p50().toMillis() * error, estimate.spread());
  }
}
