package dev.slipway.bench.plan;

/**
 * How long a client waits for the answer to "why does it wait, and when will it start".
 *
 * <p>10,000 and then 1,000,000 builds wait. 4 calls in flight, ExplainBuild and GetBuild in turn,
 * of builds at random depths. The position said is compared with one counted from the rows at the
 * same moment, with the gate shut; then the gate opens and the age of the answers is looked at.
 *
 * <p>Prints {@code p99_ms_10k}, {@code p99_ms_1m}, {@code position_error} (largest, up to position
 * 1,000), {@code age_s} (largest), {@code baseline_per_s}: one-row reads by key at 4 connections.
 */
final class ExplainBench implements Bench {
  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String what() {
    return "ExplainBuild and GetBuild with position, 10 k and 1 M waiting";
  }

  @Override
  public void run(Frame frame) throws Exception {
    throw new NotYet("ExplainBuild and QueueStatus");
  }
}
