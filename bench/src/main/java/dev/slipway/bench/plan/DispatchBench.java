package dev.slipway.bench.plan;

import dev.slipway.bench.baseline.NaiveQueue;

/**
 * How many builds a second are leased, started and ended, each step durable, with everything that
 * the queue promises: FIFO in a chat, priorities, fair share, quotas, fences, events.
 *
 * <p>Stored before: 100,000 builds in 1,000 chats of 20 tenants, four priorities, quotas that never
 * bind for long; as much again before a window that could run dry. A: the gate opens, builds end at
 * once, the gate shuts; the units are the ends that are durable. B: claim and complete on the naive
 * queue, 16 connections, 100,000 jobs waiting at each window's begin. A third run has A beside 16
 * submits in flight.
 *
 * <p>Prints {@code dispatch_per_s}, {@code baseline_per_s}, {@code ratio}, {@code
 * ratio_with_submits}, {@code disorder} and {@code overlap} (seen by the builds themselves, must be
 * 0), {@code us_per_build} (the server's time a build by pg_stat_statements, in a window of its
 * own).
 */
final class DispatchBench implements Bench {
  @Override
  public String name() {
    return "dispatch";
  }

  @Override
  public String what() {
    return "lease + start + end under all rules, to naive SKIP LOCKED";
  }

  @Override
  public void run(Frame frame) throws Exception {
    try (var naive = NaiveQueue.open(frame.database(), 16, Baselines.NAIVE_JOBS)) {
      var _ = naive.run(frame.pairs().warmUp());
      frame.figures().perSecond("baseline_per_s", naive.run(frame.pairs().window()).perSecond());
    }
    throw new NotYet("the ledger with one table a phase");
  }
}
