package dev.slipway.bench.plan;

import dev.slipway.bench.baseline.NaiveQueue;
import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.database.StatementCounter;
import dev.slipway.bench.load.BuildCalls;
import dev.slipway.bench.measure.Side;
import dev.slipway.bench.measure.Talk;
import dev.slipway.bench.measure.Window;
import dev.slipway.bench.seed.Seed;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * How many builds a second are leased, started and ended, each step durable, with everything that
 * the queue promises: FIFO in a chat, priorities, fair share, quotas, fences, events.
 *
 * <p>At each window's begin at least 100,000 builds wait, in 1,000 chats of 20 tenants, in four
 * priorities, with a quota of 32 running builds for each tenant. A: the gate opens, builds end at
 * once, the gate shuts. B: claim and complete on the naive queue, 16 connections, 100,000 jobs
 * waiting. Then the same with 16 submits in flight beside A, and one window of A alone for the
 * server's time a build.
 *
 * <p>Prints {@code dispatch_per_s}, {@code baseline_per_s}, {@code ratio}, {@code
 * ratio_with_submits}, {@code us_per_build} (by pg_stat_statements, without BEGIN and COMMIT, which
 * wait for the disk), and {@code disorder} and {@code overlap}, seen by the builds themselves.
 */
final class DispatchBench implements Bench {
  static final int TENANTS = 20;
  static final int CHATS = 1_000;
  private static final int WAITING = 100_000;

  /** Running builds of a tenant, and as many cores and GiB. */
  static final int QUOTA = 32;

  private static final int SUBMITS = 16;

  @Override
  public String name() {
    return "dispatch";
  }

  @Override
  public String what() {
    return "lease + start + end under all rules, to naive SKIP LOCKED";
  }

  @Override
  public boolean countsStatements() {
    return true;
  }

  @Override
  public void run(Frame frame) throws Exception {
    var coordinator =
        frame.coordinator(
            CoordinatorProcess.Options.defaults()
                .with("--max-builds", Integer.toString(TENANTS * QUOTA)));
    coordinator.hold();
    var seed = new Seed(frame.database(), TENANTS, CHATS);
    seed.limitTenants(QUOTA);
    var ours = new DispatchSide(coordinator, seed, WAITING);
    try (var naive = NaiveQueue.open(frame.database(), 16, Baselines.NAIVE_JOBS);
        var calls = BuildCalls.to(coordinator.address(), CHATS)) {
      var alone = frame.pairs().alternate("dispatch", ours, naive);
      frame.figures().perSecond("dispatch_per_s", alone.oursPerSecond());
      frame.figures().perSecond("baseline_per_s", alone.baselinePerSecond());
      frame.figures().ratio("ratio", alone.ratio());
      Side busy = window -> besideSubmits(ours, calls, window);
      var withSubmits = frame.pairs().alternate("dispatch beside submits", busy, naive);
      frame.figures().ratio("ratio_with_submits", withSubmits.ratio());
    }
    serverTime(frame, ours);
    var counts = coordinator.counts();
    frame.figures().count("disorder", counts.disorder());
    frame.figures().count("overlap", counts.overlap());
    if (counts.refused() > 0) {
      Talk.say("%d attempts were refused by the ledger", counts.refused());
    }
  }

  private static Window besideSubmits(DispatchSide ours, BuildCalls calls, Duration window)
      throws Exception {
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Window> submits = () -> calls.creates().run(SUBMITS, window);
      var submitted = thread.submit(submits);
      var dispatched = ours.run(window);
      Talk.say("beside %.0f submits/s", submitted.get().perSecond());
      return dispatched;
    }
  }

  private static void serverTime(Frame frame, DispatchSide ours) throws Exception {
    try (var counter = StatementCounter.on(frame.database())) {
      ours.fill();
      counter.reset();
      var window = ours.run(frame.pairs().window());
      double micros = counter.serverTime().toNanos() / 1e3;
      frame.figures().micros("us_per_build", micros / window.units());
      counter.top(10).forEach(line -> Talk.say("  %s", line));
    }
  }
}
