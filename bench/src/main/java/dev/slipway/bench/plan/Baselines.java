package dev.slipway.bench.plan;

/** Sizes of the baselines, the same wherever they are used. */
final class Baselines {
  /** Rows of an UNNEST, builds of a batch. */
  static final int BATCH = 100;

  /** Waiting jobs of the naive queue at the begin of a window: more than one can end. */
  static final int NAIVE_JOBS = 100_000;

  private Baselines() {}
}
