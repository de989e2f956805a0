package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.queue.pause.KnownScope;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.transaction.TransactionDefinition.Isolation;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.DefaultTransactionDefinition;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How scopes are doing. Exact; statistics of more than {@code slipway.queue.many-rows} builds may
 * be up to {@code slipway.queue.keep-counts} old. Metric: {@code slipway.queue.kept.stats}, of how
 * many scopes and windows they may be kept.
 */
@Singleton
class QueueStatistics {
  private final StatsRepository repository;
  private final TransactionOperations<Connection> transactions;
  private final Recent<Key, Stats> recent;

  private record Key(Scope scope, Duration window) {}

  QueueStatistics(
      StatsRepository repository,
      TransactionOperations<Connection> transactions,
      QueueConfig config,
      InstantSource clock,
      MeterRegistry metrics) {
    this.repository = repository;
    this.transactions = transactions;
    this.recent = new Recent<>(config, clock);
    metrics.gauge("slipway.queue.kept.stats", recent, Recent::size);
  }

  /** A scope's statistics over a window that ends now. Blocks on counts of rows. */
  Stats of(KnownScope scope, Duration window) {
    return recent.get(new Key(scope.scope(), window), () -> count(scope, window));
  }

  private Stats count(KnownScope scope, Duration window) {
    String tenant = scope.tenant();
    String project = scope.project();
    Long chat = scope.chatNo();
    double seconds = window.toMillis() / 1000.0;
    return transactions.execute(
        snapshot(),
        _ -> {
          repository.sortInMemory();
          return new Stats(
              repository.unended(tenant, project, chat, seconds),
              repository.ended(tenant, project, chat, seconds),
              repository.today(tenant, project, chat),
              repository.deadLetters(tenant, project, chat));
        });
  }

  /** One for all four: a build that ends meanwhile is counted once. */
  private static DefaultTransactionDefinition snapshot() {
    var definition = new DefaultTransactionDefinition();
    definition.setReadOnly(true);
    definition.setIsolationLevel(Isolation.REPEATABLE_READ);
    return definition;
  }
}
