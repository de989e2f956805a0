package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.fanout.PatrolRepository.Reached;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Stands behind the hints: asks the store how far all watched builds are, a thousand with one
 * statement, and wakes those that are further than at the last look. Metric: {@code
 * slipway.fanout.patrols}, the statements.
 */
@Singleton
class Patrol {
  private static final int BUILDS_A_STATEMENT = 1_000;

  private final TransactionOperations<Connection> transactions;
  private final PatrolRepository repository;
  private final Wakeups wakeups;
  private final MeterRegistry metrics;
  private Map<UUID, Reached> before = Map.of();

  Patrol(
      TransactionOperations<Connection> transactions,
      PatrolRepository repository,
      Wakeups wakeups,
      MeterRegistry metrics) {
    this.transactions = transactions;
    this.repository = repository;
    this.wakeups = wakeups;
    this.metrics = metrics;
  }

  /** One look. Blocks on the store; asks nothing while nobody watches. */
  synchronized void once() {
    var watched = wakeups.watched();
    var now = new HashMap<UUID, Reached>();
    for (int from = 0; from < watched.size(); from += BUILDS_A_STATEMENT) {
      var some = watched.subList(from, Math.min(watched.size(), from + BUILDS_A_STATEMENT));
      look(some, now);
    }
    var gone = new HashSet<>(watched);
    gone.removeAll(now.keySet());
    gone.forEach(wakeups::gone);
    var last = before;
    before = now;
    now.forEach(
        (build, reached) -> {
          if (!reached.equals(last.get(build))) {
            wakeups.wake(build);
          }
        });
  }

  private void look(List<UUID> builds, Map<UUID, Reached> now) {
    metrics.counter("slipway.fanout.patrols").increment();
    List<Reached> found =
        transactions.executeRead(
            transaction -> repository.reached(transaction.getConnection(), builds));
    found.forEach(reached -> now.put(reached.build(), reached));
  }
}
