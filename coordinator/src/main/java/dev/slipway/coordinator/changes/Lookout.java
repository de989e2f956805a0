package dev.slipway.coordinator.changes;

import dev.slipway.coordinator.changes.ChangeRepository.Changed;
import dev.slipway.coordinator.fanout.Hinted;
import dev.slipway.coordinator.ledger.BuildsChanged;
import dev.slipway.coordinator.loop.Loop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Finds what changed, once for all watchers of this coordinator: after a hint, and when none came.
 * Looks at nothing while nobody watches. Metric: {@code slipway.changes.looks}.
 */
@Singleton
class Lookout {
  private final TransactionOperations<Connection> transactions;
  private final ChangeRepository repository;
  private final RecentBuilds recent;
  private final ChangesConfig config;
  private final MeterRegistry metrics;
  private final Loop loop;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean hinted = new AtomicBoolean();
  private final Map<Pending, String> watchers = new ConcurrentHashMap<>();

  // Guarded by this.
  private @Nullable Instant since;
  private Map<UUID, Long> foundBefore = Map.of();
  private long lookedAt;

  Lookout(
      TransactionOperations<Connection> transactions,
      ChangeRepository repository,
      RecentBuilds recent,
      ChangesConfig config,
      MeterRegistry metrics) {
    this.transactions = transactions;
    this.repository = repository;
    this.recent = recent;
    this.config = config;
    this.metrics = metrics;
    this.loop = new Loop("changes", config.pause(), metrics, this::tick);
  }

  /**
   * Begins to tell a watcher what changes in its tenant: everything that is not seen by whoever
   * reads the store after this call. Blocks on the store.
   */
  Pending join(String tenant) {
    Pending pending;
    synchronized (this) {
      var from = since;
      if (from == null) {
        from = transactions.executeRead(status -> repository.now(status.getConnection()));
        since = from;
      }
      pending = new Pending(config.pendingMax(), from);
      watchers.put(pending, tenant);
    }
    if (begun.compareAndSet(false, true)) {
      loop.start();
    }
    return pending;
  }

  /** Tells it nothing any more. */
  void leave(Pending pending) {
    watchers.remove(pending);
  }

  /** What changed in a tenant since a moment, for a client that comes back. Blocks on the store. */
  void catchUp(Pending pending, String tenant, Instant from) {
    var look =
        transactions.executeRead(
            status ->
                repository.look(
                    status.getConnection(), from, List.of(tenant), config.pendingMax() + 1));
    if (look.found().size() > config.pendingMax()) {
      pending.overflow();
    } else {
      pending.add(look.found(), from);
    }
  }

  @TransactionalEventListener
  void on(BuildsChanged event) {
    hinted.set(true);
  }

  @EventListener
  void on(Hinted event) {
    hinted.set(true);
  }

  private void tick() {
    boolean due = System.nanoTime() - lookedAt > config.poll().toNanos();
    if (hinted.getAndSet(false) || due) {
      once();
    }
  }

  /** One look. Blocks on the store; asks nothing while nobody watches. */
  synchronized void once() {
    var from = since;
    if (watchers.isEmpty() || from == null) {
      since = null;
      foundBefore = Map.of();
      return;
    }
    lookedAt = System.nanoTime();
    var tenants = watchers.values().stream().distinct().toList();
    metrics.counter("slipway.changes.looks").increment();
    var look =
        transactions.executeRead(
            status ->
                repository.look(status.getConnection(), from, tenants, config.foundMax() + 1));
    if (look.found().size() > config.foundMax()) {
      foundBefore = Map.of();
      watchers.keySet().forEach(Pending::overflow);
    } else {
      tell(look);
    }
    since = look.next();
  }

  /** What the last look found too is news only if it has gone on since. */
  private void tell(ChangeRepository.Look look) {
    var found = new HashMap<UUID, Long>();
    var news = new HashMap<String, List<Changed>>();
    for (var changed : look.found()) {
      found.put(changed.build(), changed.lastSequence());
      var before = foundBefore.get(changed.build());
      if (before == null || before < changed.lastSequence()) {
        news.computeIfAbsent(changed.tenant(), _ -> new ArrayList<>()).add(changed);
      }
    }
    recent.load(news.values().stream().flatMap(List::stream).toList());
    watchers.forEach(
        (pending, tenant) -> pending.add(news.getOrDefault(tenant, List.of()), look.next()));
    foundBefore = found;
  }

  @PreDestroy
  void close() {
    loop.close();
  }
}
