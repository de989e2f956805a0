package dev.slipway.bench.plan;

import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.database.BenchDatabase;
import dev.slipway.bench.seed.Seed;

/**
 * Whether a long queue makes dispatch slow.
 *
 * <p>Two databases on one server, filled as in {@link DispatchBench}: one with 1,000,000 waiting
 * builds, one with 100,000, in 1,000 chats each; a coordinator each, and only one gate open at a
 * time. A: the large one. B: the small one. Both are filled up again between windows.
 *
 * <p>Prints {@code dispatch_per_s_1m}, {@code baseline_per_s} (at 100 k), {@code ratio}.
 */
final class DepthBench implements Bench {
  private static final int LARGE = 1_000_000;
  private static final int SMALL = 100_000;

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
    var small = side(frame, frame.database().another("small"), SMALL);
    var large = side(frame, frame.database(), LARGE);
    var compared = frame.pairs().alternate("depth", large, small);
    frame.figures().perSecond("dispatch_per_s_1m", compared.oursPerSecond());
    frame.figures().perSecond("baseline_per_s", compared.baselinePerSecond());
    frame.figures().ratio("ratio", compared.ratio());
  }

  private static DispatchSide side(Frame frame, BenchDatabase database, int waiting)
      throws Exception {
    var coordinator = frame.coordinator(database, CoordinatorProcess.Options.defaults());
    coordinator.hold();
    var seed = new Seed(database, DispatchBench.TENANTS, DispatchBench.CHATS);
    seed.limitTenants(DispatchBench.QUOTA);
    return new DispatchSide(coordinator, seed, waiting);
  }
}
