package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.ledger.BuildsChanged;
import dev.slipway.coordinator.log.LogGrown;
import dev.slipway.coordinator.loop.Loop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Tells other coordinators which builds have changed here, gathered over {@code
 * slipway.fanout.hint-pause} and in a transaction of its own: a NOTIFY in the transaction that
 * changes a build would triple its cost. Says nothing while nobody listens. What does not fit is
 * left to the looks that stand behind hints. Metric: {@code slipway.fanout.hints}, those sent.
 */
@Singleton
class Hints {
  /** Ids in one hint: a payload of NOTIFY has less than 8,000 bytes. */
  static final int IDS_A_HINT = 200;

  private static final int HINTS_MAX = 4;
  private static final Duration LISTENERS_KNOWN_FOR = Duration.ofSeconds(1);

  private final TransactionOperations<Connection> transactions;
  private final HintRepository repository;
  private final FanoutConfig config;
  private final Counter sent;
  private final Loop loop;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final Set<UUID> changed = ConcurrentHashMap.newKeySet();
  private long listenersLookedUp;
  private boolean known;
  private boolean othersListen;

  Hints(
      TransactionOperations<Connection> transactions,
      HintRepository repository,
      FanoutConfig config,
      MeterRegistry metrics) {
    this.transactions = transactions;
    this.repository = repository;
    this.config = config;
    this.sent = metrics.counter("slipway.fanout.hints");
    this.loop = new Loop("watch-hints", config.hintPause(), metrics, this::once);
  }

  @TransactionalEventListener
  void on(BuildsChanged event) {
    event.changes().forEach(change -> changed(change.build().id()));
  }

  @TransactionalEventListener
  void on(LogGrown event) {
    changed(event.build().id());
  }

  private void changed(UUID build) {
    if (!config.hints()) {
      return;
    }
    // Not exact, and need not be: one more or less is told.
    if (changed.size() < IDS_A_HINT * HINTS_MAX) {
      changed.add(build);
    }
    if (begun.compareAndSet(false, true)) {
      loop.start();
    }
  }

  /** Tells what has gathered. Blocks on the store, unless there is nothing to tell. */
  void once() {
    if (changed.isEmpty()) {
      return;
    }
    var ids = List.copyOf(changed);
    ids.forEach(changed::remove);
    if (isKnown() && !othersListen) {
      return;
    }
    transactions.executeWrite(
        transaction -> {
          var connection = transaction.getConnection();
          if (othersListen(connection)) {
            var hints = hints(ids);
            repository.say(connection, hints);
            sent.increment(hints.size());
          }
          return null;
        });
  }

  private boolean othersListen(Connection connection) {
    if (!isKnown()) {
      othersListen = repository.othersListen(connection);
      listenersLookedUp = System.nanoTime();
      known = true;
    }
    return othersListen;
  }

  private boolean isKnown() {
    return known && System.nanoTime() - listenersLookedUp < LISTENERS_KNOWN_FOR.toNanos();
  }

  private static List<String> hints(List<UUID> ids) {
    var hints = new ArrayList<String>();
    for (int from = 0; from < ids.size(); from += IDS_A_HINT) {
      hints.add(
          ids.subList(from, Math.min(ids.size(), from + IDS_A_HINT)).stream()
              .map(UUID::toString)
              .collect(Collectors.joining(",")));
    }
    return hints;
  }

  @PreDestroy
  void close() {
    loop.close();
  }
}
