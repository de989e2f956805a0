package dev.slipway.bench.plan;

import java.util.List;
import java.util.Optional;

/** All benches, in the order of the list. */
public final class Benches {
  private static final List<Bench> ALL =
      List.of(
          new LimitsBench(),
          new SubmitBench(),
          new BatchBench(),
          new DispatchBench(),
          new DepthBench(),
          new PoisonBench(),
          new IdleBench(),
          new TakeoverBench(),
          new IdleCostBench(),
          new ExplainBench(),
          new EtaBench());

  private Benches() {}

  /** All of them. */
  public static List<Bench> all() {
    return ALL;
  }

  /** The one of this name. */
  public static Optional<Bench> named(String name) {
    return ALL.stream().filter(bench -> bench.name().equals(name)).findFirst();
  }
}
