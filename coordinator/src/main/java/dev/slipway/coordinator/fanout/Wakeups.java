package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.ledger.BuildsChanged;
import dev.slipway.coordinator.log.LogGrown;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.transaction.annotation.TransactionalEventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes those who wait for something new of a build. Metric: {@code slipway.watchers}, how many
 * there are now.
 */
@Singleton
class Wakeups {
  private final Map<UUID, Set<Listener>> listeners = new ConcurrentHashMap<>();

  Wakeups(MeterRegistry metrics) {
    metrics.gauge("slipway.watchers", this, Wakeups::count);
  }

  /** Hears that something may be new. */
  interface Listener {
    /** There may be something to read. Never blocks; many calls are one. */
    void wake();

    /** The build is not there any more. Never blocks. */
    default void gone() {
      wake();
    }

    /** For how many clients it listens. */
    int watchers();
  }

  /** One waiting thread's alarm clock. Close it, or it is kept for ever. */
  final class Watcher implements Listener, AutoCloseable {
    private final BuildRef build;
    private final Semaphore alarm = new Semaphore(0);

    private Watcher(BuildRef build) {
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

    @Override
    public void wake() {
      // One permit is enough: the watcher reads all there is.
      if (alarm.availablePermits() == 0) {
        alarm.release();
      }
    }

    @Override
    public int watchers() {
      return 1;
    }

    @Override
    public void close() {
      remove(build, this);
    }
  }

  /** Registers a thread that waits. Register first, then read: so nothing falls between. */
  Watcher register(BuildRef build) {
    var watcher = new Watcher(build);
    add(build, watcher);
    return watcher;
  }

  /** Registers a listener, until {@link #remove}. */
  void add(BuildRef build, Listener listener) {
    listeners.compute(
        build.id(),
        (_, set) -> {
          var all = set == null ? ConcurrentHashMap.<Listener>newKeySet() : set;
          all.add(listener);
          return all;
        });
  }

  void remove(BuildRef build, Listener listener) {
    listeners.computeIfPresent(
        build.id(),
        (_, set) -> {
          set.remove(listener);
          return set.isEmpty() ? null : set;
        });
  }

  /** How many clients wait now. */
  int count() {
    return listeners.values().stream().flatMap(Set::stream).mapToInt(Listener::watchers).sum();
  }

  /** The builds of which somebody waits to hear. */
  List<UUID> watched() {
    return List.copyOf(listeners.keySet());
  }

  @TransactionalEventListener
  void on(BuildsChanged event) {
    event.changes().forEach(change -> wake(change.build().id()));
  }

  @TransactionalEventListener
  void on(LogGrown event) {
    wake(event.build().id());
  }

  /** Something may be new of this build, whoever says so. */
  void wake(UUID build) {
    listeners.getOrDefault(build, Set.of()).forEach(Listener::wake);
  }

  /** This build is not there any more. */
  void gone(UUID build) {
    listeners.getOrDefault(build, Set.of()).forEach(Listener::gone);
  }
}
