package dev.slipway.bench.plan;

/**
 * Whether one chat with 100,000 builds waiting behind a running one slows the others down.
 *
 * <p>Filled as in {@link DispatchBench}. A: one more chat, of the best priority, holds an active
 * build that never ends and 100,000 behind it. B: that chat's rows are taken away between the
 * windows and put back, with the tables vacuumed alike. Units are the ends of the others' builds.
 *
 * <p>Prints {@code poisoned_per_s}, {@code baseline_per_s}, {@code ratio}.
 */
final class PoisonBench implements Bench {
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
    throw new NotYet("the ledger with one table a phase");
  }
}
