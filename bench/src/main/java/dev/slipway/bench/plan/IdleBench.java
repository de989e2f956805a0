package dev.slipway.bench.plan;

import dev.slipway.bench.baseline.NaiveQueue;

/**
 * How long a build waits when nothing else does.
 *
 * <p>A: CreateBuild is sent; the clock stops when the launcher has the lease, told to the bench
 * over the pipe of the coordinator's commands (both read the machine's monotonic clock). The next
 * one is sent when the build has ended and a random moment, up to 20 ms, has passed: no rhythm of a
 * loop is met by chance. B: on one connection a bare insert, committed, and a claim, committed.
 *
 * <p>Prints {@code p50_ms}, {@code p99_ms}, {@code baseline_ms} (its median), {@code
 * baseline_per_s}, {@code ratio} of the medians, pair by pair.
 */
final class IdleBench implements Bench {
  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String what() {
    return "submit to assignment on an idle coordinator, to an insert and a claim";
  }

  @Override
  public void run(Frame frame) throws Exception {
    try (var naive = NaiveQueue.open(frame.database(), 1, 0)) {
      var _ = naive.submitThenClaim(frame.pairs().warmUp());
      var bare = naive.submitThenClaim(frame.pairs().window());
      frame.figures().millis("baseline_ms", bare.latencies().median());
      frame.figures().perSecond("baseline_per_s", bare.perSecond());
    }
    throw new NotYet("the time of a launch, told by the coordinator");
  }
}
