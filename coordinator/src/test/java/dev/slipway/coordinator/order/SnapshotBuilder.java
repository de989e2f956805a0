package dev.slipway.coordinator.order;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Fills in all of a snapshot but what matters: no limits, no pauses, nothing runs. */
final class SnapshotBuilder {
  static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
  static final Duration RESERVE_AFTER = Duration.ofMinutes(2);

  private final Map<Scope, Limit> limits = new HashMap<>();
  private final Set<Scope> paused = new HashSet<>();
  private final List<Use> use = new ArrayList<>();
  private final Map<String, List<Head>> heads = new TreeMap<>();
  private final Map<String, Double> weights = new HashMap<>();
  private final Set<String> deeper = new HashSet<>();
  private int admissionsMax = 1_000;

  static SnapshotBuilder aSnapshot() {
    return new SnapshotBuilder();
  }

  SnapshotBuilder limit(Scope scope, Limit limit) {
    limits.put(scope, limit);
    return this;
  }

  SnapshotBuilder pause(Scope scope) {
    paused.add(scope);
    return this;
  }

  SnapshotBuilder active(Head head) {
    use.add(Use.of(head));
    return this;
  }

  SnapshotBuilder ready(Head... ready) {
    for (var head : ready) {
      heads.computeIfAbsent(head.tenant(), _ -> new ArrayList<>()).add(head);
    }
    return this;
  }

  SnapshotBuilder weight(String tenant, double weight) {
    weights.put(tenant, weight);
    return this;
  }

  SnapshotBuilder more(String tenant) {
    deeper.add(tenant);
    return this;
  }

  SnapshotBuilder admissionsMax(int most) {
    admissionsMax = most;
    return this;
  }

  Snapshot build() {
    var queues = new ArrayList<TenantQueue>();
    heads.forEach(
        (tenant, list) ->
            queues.add(
                new TenantQueue(
                    tenant,
                    weights.getOrDefault(tenant, 1.0),
                    list.stream().sorted(Head.ORDER).toList(),
                    deeper.contains(tenant))));
    return new Snapshot(NOW, limits, paused, use, queues, admissionsMax, RESERVE_AFTER);
  }

  Decision decide() {
    return Order.decide(build());
  }

  /** A head of the default size, in the tenant's project {@code site}, ready just now. */
  static Head head(String tenant, long chatNo) {
    return new Head(chatNo, 256, tenant, "site", chatNo, 1_000, 1_024, NOW);
  }

  static Head key(long sortKey, Head h) {
    return new Head(
        h.chatNo(),
        h.place(),
        h.tenant(),
        h.project(),
        sortKey,
        h.cpuMillis(),
        h.memoryMib(),
        h.readyTime());
  }

  static Head size(long cpuMillis, long memoryMib, Head h) {
    return new Head(
        h.chatNo(),
        h.place(),
        h.tenant(),
        h.project(),
        h.sortKey(),
        cpuMillis,
        memoryMib,
        h.readyTime());
  }

  static Head project(String project, Head h) {
    return new Head(
        h.chatNo(),
        h.place(),
        h.tenant(),
        project,
        h.sortKey(),
        h.cpuMillis(),
        h.memoryMib(),
        h.readyTime());
  }

  /** Ready for longer than it takes to reserve. */
  static Head overdue(Head h) {
    return new Head(
        h.chatNo(),
        h.place(),
        h.tenant(),
        h.project(),
        h.sortKey(),
        h.cpuMillis(),
        h.memoryMib(),
        NOW.minus(RESERVE_AFTER).minusMillis(1));
  }

  static Limit running(long most) {
    return new Limit(most, Limit.NONE, Limit.NONE);
  }

  static Limit cpu(long mostMillis) {
    return new Limit(Limit.NONE, mostMillis, Limit.NONE);
  }

  static Limit memory(long mostMib) {
    return new Limit(Limit.NONE, Limit.NONE, mostMib);
  }
}
