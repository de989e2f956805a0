package dev.slipway.bench.plan;

import dev.slipway.bench.baseline.InsertLimit;
import dev.slipway.bench.baseline.NaiveQueue;
import dev.slipway.bench.load.Spaced;
import dev.slipway.bench.measure.Side;
import dev.slipway.bench.measure.Window;
import java.util.Locale;

/**
 * Every limit of this machine that the other benches compare with, alone: to know the disk and the
 * machine before judging a ratio, and to compare with the figures of the design.
 *
 * <p>Prints {@code insert_1_per_s}, {@code insert_16_per_s}, {@code insert_64_per_s}, {@code
 * unnest_100_per_s}, {@code naive_16_per_s} and {@code submit_claim_ms}, one window each after a
 * short one for nothing.
 */
final class LimitsBench implements Bench {
  @Override
  public String name() {
    return "limits";
  }

  @Override
  public String what() {
    return "what Postgres itself does here: the baselines of the other benches, alone";
  }

  @Override
  public void run(Frame frame) throws Exception {
    for (int clients : new int[] {1, 16, 64}) {
      try (var limit = InsertLimit.oneRow(frame.database(), clients)) {
        rate(frame, String.format(Locale.ROOT, "insert_%d_per_s", clients), limit);
      }
    }
    try (var limit = InsertLimit.unnest(frame.database(), 16, Baselines.BATCH)) {
      rate(frame, "unnest_100_per_s", limit);
    }
    try (var queue = NaiveQueue.open(frame.database(), 16, Baselines.NAIVE_JOBS)) {
      rate(frame, "naive_16_per_s", queue);
    }
    try (var queue = NaiveQueue.open(frame.database(), 1, 0)) {
      queue.refill();
      Side spaced = window -> new Spaced().run(queue::submitThenClaim, window);
      frame.figures().millis("submit_claim_ms", warm(frame, spaced).latencies().median());
    }
  }

  private static void rate(Frame frame, String name, Side side) throws Exception {
    frame.figures().perSecond(name, warm(frame, side).perSecond());
  }

  private static Window warm(Frame frame, Side side) throws Exception {
    var pairs = frame.pairs();
    var _ = side.run(pairs.warmUp());
    return side.run(pairs.window());
  }
}
