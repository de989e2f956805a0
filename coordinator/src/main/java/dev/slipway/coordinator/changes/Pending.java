package dev.slipway.coordinator.changes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one watcher was not sent yet: which builds changed, never what of them. Bounded: when more
 * have changed than it holds, it only knows that the list has to be sent again.
 */
final class Pending {
  private final int max;
  private final Map<UUID, Long> builds = new LinkedHashMap<>();
  private final Semaphore alarm = new Semaphore(0);
  private Instant upTo;
  private boolean overflown;

  /**
   * @param since all that is older is not its matter
   */
  Pending(int max, Instant since) {
    this.max = max;
    this.upTo = since;
  }

  /**
   * What to send next.
   *
   * @param builds with their last events at least; the oldest changes first
   * @param upTo with these sent, everything older than this is; null: there is more to take
   * @param overflown the list has to be sent again
   */
  record Taken(Map<UUID, Long> builds, @Nullable Instant upTo, boolean overflown) {}

  /** Adds what a look found, and up to when that is all. */
  synchronized void add(List<ChangeRepository.Changed> found, Instant next) {
    for (var changed : found) {
      builds.merge(changed.build(), changed.lastSequence(), Math::max);
    }
    if (builds.size() > max) {
      overflow();
    }
    if (next.isAfter(upTo)) {
      upTo = next;
    }
    wake();
  }

  /** Too much has changed to tell it build by build. */
  synchronized void overflow() {
    builds.clear();
    overflown = true;
    wake();
  }

  /** Takes up to {@code most} builds. */
  synchronized Taken take(int most) {
    var taken = new LinkedHashMap<UUID, Long>();
    for (var id : new ArrayList<>(builds.keySet())) {
      if (taken.size() == most) {
        break;
      }
      taken.put(id, builds.remove(id));
    }
    var over = overflown;
    overflown = false;
    return new Taken(taken, builds.isEmpty() ? upTo : null, over);
  }

  /** How many builds it holds. */
  synchronized int size() {
    return builds.size();
  }

  /** Ends a wait. */
  void wake() {
    if (alarm.availablePermits() == 0) {
      alarm.release();
    }
  }

  /** Blocks until something was added, or the time is over. */
  void await(long millis) throws InterruptedException {
    var _ = alarm.tryAcquire(millis, TimeUnit.MILLISECONDS);
  }
}
