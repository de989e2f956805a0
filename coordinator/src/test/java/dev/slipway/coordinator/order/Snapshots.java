package dev.slipway.coordinator.order;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random snapshots, small enough that everything competes with everything. */
final class Snapshots {
  private static final Instant NOW = SnapshotBuilder.NOW;
  private static final Duration RESERVE_AFTER = SnapshotBuilder.RESERVE_AFTER;
  private static final int HEADS_MAX = 24;

  private Snapshots() {}

  static Arbitrary<Snapshot> any() {
    return Combinators.combine(
            heads(HEADS_MAX),
            heads(8),
            Arbitraries.maps(scopes(), limits()).ofMaxSize(6),
            scopes().set().ofMaxSize(2),
            Arbitraries.maps(tenants(), Arbitraries.of(0.5, 1.0, 2.0)).ofMaxSize(4),
            tenants().set().ofMaxSize(1),
            Arbitraries.integers().between(0, HEADS_MAX + 1))
        .as(
            (ready, active, limits, paused, weights, more, most) ->
                new Snapshot(
                    NOW,
                    limits,
                    paused,
                    active.stream().map(Use::of).toList(),
                    queues(ready, weights, more),
                    most,
                    RESERVE_AFTER));
  }

  /** Everything is looked at: the batch is large enough, and no list runs dry. */
  static Arbitrary<Snapshot> whole() {
    return any()
        .map(
            s ->
                new Snapshot(
                    s.now(),
                    s.limits(),
                    s.paused(),
                    s.use(),
                    s.queues().stream()
                        .map(q -> new TenantQueue(q.tenant(), q.weight(), q.heads(), false))
                        .toList(),
                    HEADS_MAX + 1,
                    s.reserveAfter()));
  }

  private static Arbitrary<List<Head>> heads(int most) {
    return Combinators.combine(
            Arbitraries.longs().between(1, 40),
            tenants(),
            projects(),
            Arbitraries.longs().between(0, 12),
            Arbitraries.of(250L, 1_000L, 2_000L, 4_000L),
            Arbitraries.of(256L, 1_024L, 4_096L),
            Arbitraries.of(0, 60, 121, 600))
        .as(
            (chat, tenant, project, key, cpu, memory, age) ->
                new Head(chat, 256, tenant, project, key, cpu, memory, NOW.minusSeconds(age)))
        .list()
        .ofMaxSize(most)
        .uniqueElements(Head::chatNo);
  }

  private static Arbitrary<String> tenants() {
    return Arbitraries.of("a", "b", "c", "d");
  }

  private static Arbitrary<String> projects() {
    return Arbitraries.of("x", "y");
  }

  private static Arbitrary<Scope> scopes() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Arbitraries.just(Scope.CLUSTER)),
        Tuple.of(4, tenants().map(Scope.Tenant::new)),
        Tuple.of(3, Combinators.combine(tenants(), projects()).as(Scope.Project::new)),
        Tuple.of(1, Arbitraries.longs().between(1, 40).map(Scope.Chat::new)));
  }

  private static Arbitrary<Limit> limits() {
    return Combinators.combine(
            Arbitraries.of(0L, 1L, 3L, 8L, Limit.NONE, Limit.NONE),
            Arbitraries.of(1_000L, 3_000L, 6_000L, 12_000L, Limit.NONE),
            Arbitraries.of(1_024L, 5_000L, 12_000L, Limit.NONE, Limit.NONE))
        .as(Limit::new);
  }

  private static List<TenantQueue> queues(
      List<Head> ready, Map<String, Double> weights, Set<String> more) {
    var byTenant = new TreeMap<String, List<Head>>();
    ready.forEach(
        head -> byTenant.computeIfAbsent(head.tenant(), _ -> new ArrayList<>()).add(head));
    var queues = new ArrayList<TenantQueue>();
    byTenant.forEach(
        (tenant, heads) ->
            queues.add(
                new TenantQueue(
                    tenant,
                    weights.getOrDefault(tenant, 1.0),
                    heads.stream().sorted(Head.ORDER).toList(),
                    more.contains(tenant))));
    return queues;
  }
}
