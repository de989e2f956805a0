package dev.slipway.bench.plan;

/**
 * Whether the promised times are true.
 *
 * <p>A simulated day by the product's own simulation: 20 tenants, a daily rhythm with bursts, build
 * times drawn from log-normal distributions of one per project, so that a project's past tells of
 * its future; 5 % of the builds fail early, 1 % are lost and tried again. At each submit the
 * estimate is noted, and the actual start beside it.
 *
 * <p>Prints {@code p50_cover} and {@code p90_cover} (share of starts not later than said), {@code
 * median_error_share} (median of |actual − p50| ÷ actual wait, of those that waited over 1 s), and
 * {@code baseline_error_share}: the same for a guess that always says the mean wait so far.
 */
final class EtaBench implements Bench {
  @Override
  public String name() {
    return "eta";
  }

  @Override
  public String what() {
    return "how often a build starts by the time that was said at submit";
  }

  @Override
  public void run(Frame frame) throws Exception {
    throw new NotYet("the estimate and the simulation");
  }
}
