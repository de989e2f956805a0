package dev.slipway.coordinator.order;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a decision depends on, as it was at one moment.
 *
 * @param now the database's time
 * @param limits what scopes may hold; a scope that is absent has no limit
 * @param paused the scopes in which nothing starts
 * @param use what is held now, in any order
 * @param queues one of each tenant that has ready heads, in any order
 * @param admissionsMax how many may be admitted, from 0
 * @param reserveAfter a head that is ready for longer than this reserves capacity
 */
public record Snapshot(
    Instant now,
    Map<Scope, Limit> limits,
    Set<Scope> paused,
    List<Use> use,
    List<TenantQueue> queues,
    int admissionsMax,
    Duration reserveAfter) {
  public Snapshot {
    limits = Map.copyOf(limits);
    paused = Set.copyOf(paused);
    use = List.copyOf(use);
    queues = List.copyOf(queues);
  }
}
