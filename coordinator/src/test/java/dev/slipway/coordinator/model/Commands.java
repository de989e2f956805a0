package dev.slipway.coordinator.model;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Random commands, few tenants and chats, so that everything meets everything. */
final class Commands {
  private static final List<String> SCOPES =
      List.of(
          "cluster",
          "tenants/t1",
          "tenants/t2",
          "tenants/t1/projects/p1",
          "tenants/t1/projects/p2",
          "tenants/t1/chats/c1",
          "tenants/t1/chats/c2",
          "tenants/t2/chats/c1");

  private Commands() {}

  /** Of all lengths alike; from one command, so that a failing one can shrink to what matters. */
  static Arbitrary<List<Command>> sequences(int most) {
    return one()
        .list()
        .ofMinSize(1)
        .ofMaxSize(most)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<Command> one() {
    return Arbitraries.frequencyOf(
        Tuple.of(40, submits()),
        Tuple.of(4, batches()),
        Tuple.of(20, Arbitraries.just(new Command.Dispatch())),
        Tuple.of(32, tells()),
        Tuple.of(6, picks().map(Command.Cancel::new)),
        Tuple.of(
            2,
            Combinators.combine(tenants(), Arbitraries.of(1, 1, 2, 3), sometimes(0.75))
                .as(Command.CancelAll::new)),
        Tuple.of(9, Combinators.combine(picks(), priorities()).as(Command.Prioritize::new)),
        Tuple.of(6, picks().map(Command.Retry::new)),
        Tuple.of(2, picks().map(Command.Requeue::new)),
        Tuple.of(3, picks().map(Command.Discard::new)),
        Tuple.of(9, changes()),
        Tuple.of(6, limits()),
        Tuple.of(3, pauses()),
        Tuple.of(2, scopes().map(Command.Resume::new)),
        Tuple.of(7, Arbitraries.integers().between(1, 4).map(Command.Advance::new)),
        Tuple.of(4, Arbitraries.just(new Command.Rescue())),
        Tuple.of(2, Arbitraries.just(new Command.Restart())),
        Tuple.of(3, scopes().map(Command.LookAtUsage::new)),
        Tuple.of(6, picks().map(Command.Explain::new)));
  }

  /** Of one chat: chats that are made together have no order that could be compared. */
  private static Arbitrary<Command> batches() {
    return Combinators.combine(
            tenants(), Arbitraries.of(1, 1, 2, 3), submits().list().ofMinSize(2).ofMaxSize(4))
        .as(
            (tenant, chat, submits) ->
                new Command.Batch(
                    submits.stream().map(submit -> submit.in(tenant, chat)).toList()));
  }

  private static Arbitrary<Command.Submit> submits() {
    var where = Combinators.combine(tenants(), Arbitraries.of(1, 1, 1, 1, 2, 3, 0)).as(Tuple::of);
    var holds = Arbitraries.of(1_000, 500, 2_000);
    var waits =
        Combinators.combine(Arbitraries.of(0, 0, 0, 0, 2, 10), Arbitraries.of(0, 0, 0, 2, 10))
            .as(Tuple::of);
    var supersede = Arbitraries.of("SKIP_INTERMEDIATE", "CANCEL_RUNNING", "KEEP_ALL");
    return Combinators.combine(
            where,
            priorities(),
            holds,
            holds,
            waits,
            supersede.injectNull(0.85),
            Arbitraries.of(0, 0, 0, 0, 1, 2))
        .as(
            (of, priority, cpu, memory, wait, how, request) ->
                new Command.Submit(
                    of.get1(),
                    of.get2(),
                    priority,
                    cpu,
                    memory,
                    wait.get1(),
                    wait.get2(),
                    how,
                    request));
  }

  private static Arbitrary<Command> tells() {
    var reports =
        Arbitraries.frequency(
            Tuple.of(10, Report.CLAIMED),
            Tuple.of(3, Report.SUCCEEDED),
            Tuple.of(5, Report.FAILED),
            Tuple.of(2, Report.OVERDUE),
            Tuple.of(7, Report.LOST),
            Tuple.of(1, Report.LOST_UNCOUNTED));
    return Combinators.combine(picks(), reports, sometimes(0.05)).as(Command.Tell::new);
  }

  private static Arbitrary<Command> changes() {
    Arbitrary<Policy> policies =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of(2, 1, 3).map(Policy.MaxParallel::new)),
            Tuple.of(3, sometimes(0.75).map(Policy.OnFailure::new)),
            Tuple.of(
                2,
                Arbitraries.of("SKIP_INTERMEDIATE", "CANCEL_RUNNING", "KEEP_ALL")
                    .map(Policy.SupersedeBy::new)),
            Tuple.of(2, sometimes(0.75).map(Policy.Debounce::new)));
    return Combinators.combine(tenants(), Arbitraries.of(1, 1, 1, 2, 3), policies)
        .as(Command.Change::new);
  }

  private static Arbitrary<Command> limits() {
    var limits =
        Arbitraries.of(
            Tuple.of("running", 1),
            Tuple.of("running", 0),
            Tuple.of("running", 5),
            Tuple.of("cpu_millis", 1_000),
            Tuple.of("cpu_millis", 2_500),
            Tuple.of("memory_mib", 1_500),
            Tuple.of("memory_mib", 3_000),
            Tuple.of("queued", 1),
            Tuple.of("queued", 3),
            Tuple.of("builds_per_hour", 4));
    return Combinators.combine(scopes(), limits, sometimes(0.25))
        .as(
            (scope, limit, none) ->
                new Command.Limit(scope, limit.get1(), none ? null : limit.get2()));
  }

  private static Arbitrary<Command> pauses() {
    return Combinators.combine(scopes(), sometimes(0.5), Arbitraries.of(0, 2, 6))
        .as(Command.Pause::new);
  }

  private static Arbitrary<Integer> tenants() {
    return Arbitraries.of(1, 1, 1, 1, 2);
  }

  private static Arbitrary<Priority> priorities() {
    return Arbitraries.of(Priority.NORMAL, Priority.LOW, Priority.HIGH, Priority.CRITICAL);
  }

  private static Arbitrary<String> scopes() {
    return Arbitraries.of(SCOPES);
  }

  private static Arbitrary<Pick> picks() {
    return Combinators.combine(Arbitraries.integers().between(0, 7), sometimes(0.1)).as(Pick::new);
  }

  private static Arbitrary<Boolean> sometimes(double share) {
    return Arbitraries.integers().between(0, 99).map(number -> number >= 100 - 100 * share);
  }
}
