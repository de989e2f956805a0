package dev.slipway.bench.plan;

/**
 * Whether a long queue makes dispatch slow.
 *
 * <p>Two databases on one server, filled as in {@link DispatchBench}: one with 1,000,000 waiting
 * builds, one with 100,000, a coordinator each, and only one gate open at a time. A: the large one.
 * B: the small one, filled up again between windows.
 *
 * <p>Prints {@code dispatch_per_s_1m}, {@code baseline_per_s} (at 100 k), {@code ratio}, and {@code
 * naive_per_s} for the size of things.
 */
final class DepthBench implements Bench {
  @Override
  public String name() {
    return "depth";
  }

  @Override
  public String what() {
    return "dispatch with 1 M builds waiting, to 100 k";
  }

  @Override
  public void run(Frame frame) throws Exception {
    throw new NotYet("the ledger with one table a phase");
  }
}
