package dev.slipway.bench.plan;

import dev.slipway.bench.baseline.InsertLimit;

/**
 * How many builds a second come in by batches.
 *
 * <p>A: BatchCreateBuilds of 100 over loopback, 4 calls in flight, into 1,000 chats; the gate is
 * shut, as in {@link SubmitBench}. B: rows by UNNEST of 100 a commit, 16 connections. Units are
 * builds and rows.
 *
 * <p>Prints {@code batch_per_s}, {@code baseline_per_s}, {@code ratio}.
 */
final class BatchBench implements Bench {
  @Override
  public String name() {
    return "batch";
  }

  @Override
  public String what() {
    return "BatchCreateBuilds of 100, durable, to rows by UNNEST of 100";
  }

  @Override
  public void run(Frame frame) throws Exception {
    try (var limit = InsertLimit.unnest(frame.database(), 16, Baselines.BATCH)) {
      var _ = limit.run(frame.pairs().warmUp());
      frame.figures().perSecond("baseline_per_s", limit.run(frame.pairs().window()).perSecond());
    }
    throw new NotYet("BatchCreateBuilds");
  }
}
