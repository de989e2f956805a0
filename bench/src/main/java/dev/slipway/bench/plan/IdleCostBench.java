package dev.slipway.bench.plan;

import dev.slipway.bench.coordinator.CoordinatorProcess;
import dev.slipway.bench.database.StatementCounter;
import dev.slipway.bench.load.BuildCalls;
import dev.slipway.bench.measure.Rest;
import dev.slipway.bench.measure.Talk;
import java.time.Duration;

/**
 * What a coordinator costs that has nothing to do.
 *
 * <p>One coordinator on an empty queue. After its start has settled: the statements that Postgres
 * counts (pg_stat_statements, all but the counting itself) and the CPU time of the process, over 30
 * s, in the quiet that follows; nobody calls it meanwhile. There is no ratio; for the size of
 * things the time of a claim on an empty naive table is not needed, since an ideal coordinator asks
 * nothing.
 *
 * <p>Prints {@code queries_per_s} and {@code core_share}.
 */
final class IdleCostBench implements Bench {
  private static final int CHATS = 100;

  /** Calls in flight while the coordinator is warmed. */
  private static final int WARMING = 4;

  private static final Duration SETTLE = Duration.ofSeconds(30);
  private static final Duration WATCHED = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "idlecost";
  }

  @Override
  public String what() {
    return "queries a second and CPU of a coordinator that has nothing to do";
  }

  @Override
  public boolean countsStatements() {
    return true;
  }

  @Override
  public void run(Frame frame) throws Exception {
    var coordinator = frame.coordinator(CoordinatorProcess.Options.defaults());
    try (var calls = BuildCalls.to(coordinator.address(), CHATS)) {
      // A coordinator that has never worked is mostly interpreted: that is a start's cost.
      calls.creates().run(WARMING, frame.pairs().warmUp());
      coordinator.awaitRest();
    }
    try (var counter = StatementCounter.on(frame.database())) {
      Rest.of(SETTLE);
      counter.reset();
      long began = System.nanoTime();
      Duration cpu = coordinator.cpuTime();
      Rest.of(WATCHED);
      Duration used = coordinator.cpuTime().minus(cpu);
      long nanos = System.nanoTime() - began;
      var calls = counter.calls();
      Talk.say("the statements of an idle coordinator in %d s:", WATCHED.toSeconds());
      counter.top(10).forEach(line -> Talk.say("  %s", line));
      frame.figures().perSecond("queries_per_s", calls * 1e9 / nanos);
      frame.figures().share("core_share", used.toNanos() / (double) nanos);
    }
  }
}
