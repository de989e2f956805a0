package dev.slipway.bench.plan;

import dev.slipway.bench.baseline.InsertLimit;
import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.load.BuildCalls;

/**
 * How many builds a second come in by batches.
 *
 * <p>A: BatchCreateBuilds of 100 over loopback, 4 calls in flight, into 1,000 chats; the gate is
 * shut, as in {@link SubmitBench}. B: rows by UNNEST of 100 a commit, 16 connections. Units are
 * builds and rows.
 *
 * <p>Prints {@code batch_per_s}, {@code baseline_per_s}, {@code ratio}, and {@code p99_ms} of a
 * call.
 */
final class BatchBench implements Bench {
  private static final int CHATS = 1_000;
  private static final int IN_FLIGHT = 4;

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
    var coordinator = frame.coordinator(CoordinatorProcess.Options.defaults());
    coordinator.hold();
    try (var calls = BuildCalls.to(coordinator.address(), CHATS);
        var limit = InsertLimit.unnest(frame.database(), 16, Baselines.BATCH)) {
      var batches = calls.createBatches(Baselines.BATCH);
      var compared =
          frame.pairs().alternate("batch", window -> batches.run(IN_FLIGHT, window), limit);
      frame.figures().perSecond("batch_per_s", compared.oursPerSecond());
      frame.figures().perSecond("baseline_per_s", compared.baselinePerSecond());
      frame.figures().ratio("ratio", compared.ratio());
      frame.figures().millis("p99_ms", compared.ourLatencies().quantile(0.99));
    }
  }
}
