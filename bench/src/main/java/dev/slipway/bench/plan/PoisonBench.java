package dev.slipway.bench.plan;

import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.database.BenchDatabase;
import dev.slipway.bench.measure.Rest;
import dev.slipway.bench.seed.Seed;
import java.time.Duration;

/**
 * Whether one chat with 100,000 builds waiting behind a running one slows the others down.
 *
 * <p>Two databases on one server, each filled as in {@link DispatchBench} with 100,000 builds, a
 * coordinator each, and only one gate open at a time. A: one more chat, of the first tenant, runs a
 * build that never ends and has 100,000 waiting behind it, a quarter of them of the best priority.
 * B: without it. Units are ends of the others' builds.
 *
 * <p>Prints {@code poisoned_per_s}, {@code baseline_per_s}, {@code ratio}.
 */
final class PoisonBench implements Bench {
  private static final int WAITING = 100_000;
  private static final int BEHIND = 100_000;

  /** How often it is looked whether the endless build runs. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  @Override
  public String name() {
    return "poison";
  }

  @Override
  public String what() {
    return "dispatch beside a chat of 100 k waiting builds, to without it";
  }

  @Override
  public void run(Frame frame) throws Exception {
    var poisoned = side(frame, frame.database(), BEHIND);
    var clean = side(frame, frame.database().another("clean"), 0);
    var compared = frame.pairs().alternate("poison", poisoned, clean);
    frame.figures().perSecond("poisoned_per_s", compared.oursPerSecond());
    frame.figures().perSecond("baseline_per_s", compared.baselinePerSecond());
    frame.figures().ratio("ratio", compared.ratio());
  }

  private static DispatchSide side(Frame frame, BenchDatabase database, int behind)
      throws Exception {
    var coordinator = frame.coordinator(database, CoordinatorProcess.Options.defaults());
    var seed = new Seed(database, DispatchBench.TENANTS, DispatchBench.CHATS);
    seed.limitTenants(DispatchBench.QUOTA);
    if (behind > 0) {
      // Alone, so that its first build runs before the others come.
      seed.addEndless(1 + behind);
      while (coordinator.counts().launched() == 0) {
        Rest.of(LOOK_AGAIN);
      }
    }
    coordinator.hold();
    return new DispatchSide(coordinator, seed, WAITING + behind);
  }
}
