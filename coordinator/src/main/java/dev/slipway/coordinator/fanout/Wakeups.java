package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.ledger.BuildsChanged;
import dev.slipway.coordinator.log.LogGrown;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the watchers of a build when there is something new to read. Metric: {@code
 * slipway.watchers}, how many there are now.
 */
@Singleton
class Wakeups {
  private final Map<UUID, Set<Watcher>> watchers = new ConcurrentHashMap<>();

  Wakeups(MeterRegistry metrics) {
    metrics.gauge("slipway.watchers", this, Wakeups::count);
  }

  /** One watcher's alarm clock. Close it, or it is kept for ever. */
  final class Watcher implements AutoCloseable {
    private final UUID build;
    private final Semaphore alarm = new Semaphore(0);

    private Watcher(UUID build) {
      this.build = build;
    }

    /**
     * Forgets alarms so far. Call it before reading the store: what comes during the read rings
     * again.
     */
    void reset() {
      alarm.drainPermits();
    }

    /** Blocks until something is new or the time is over. */
    void await(Duration most) throws InterruptedException {
      var _ = alarm.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Rings. */
    void wake() {
      // One permit is enough: the watcher reads all there is.
      if (alarm.availablePermits() == 0) {
        alarm.release();
      }
    }

    @Override
    public void close() {
      watchers.computeIfPresent(
          build,
          (_, set) -> {
            set.remove(this);
            return set.isEmpty() ? null : set;
          });
    }
  }

  /** Registers a watcher. Register first, then read: so nothing falls between. */
  Watcher register(BuildRef build) {
    var watcher = new Watcher(build.id());
    watchers.compute(
        build.id(),
        (_, set) -> {
          var all = set == null ? ConcurrentHashMap.<Watcher>newKeySet() : set;
          all.add(watcher);
          return all;
        });
    return watcher;
  }

  /** How many watchers there are now. */
  int count() {
    return watchers.values().stream().mapToInt(Set::size).sum();
  }

  @TransactionalEventListener
  void on(BuildsChanged event) {
    event.changes().forEach(change -> wake(change.build()));
  }

  @TransactionalEventListener
  void on(LogGrown event) {
    wake(event.build());
  }

  private void wake(BuildRef build) {
    watchers.getOrDefault(build.id(), Set.of()).forEach(Watcher::wake);
  }
}
