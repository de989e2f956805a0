package dev.slipway.coordinator.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers that cost much for a few seconds. Those who ask for the same at the same moment
 * wait for one answer; those who ask for other things do not.
 */
final class Recent<K, V extends Recent.Counted> {
  /** An answer that says how many rows it took. */
  interface Counted {
    long rows();
  }

  private final QueueConfig config;
  private final InstantSource clock;
  private final SequencedMap<K, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

  Recent(QueueConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** The kept answer, or a new one. */
  V get(K key, Supplier<V> count) {
    return slot(key).get(count);
  }

  /** How many answers have a place. */
  int size() {
    synchronized (slots) {
      return slots.size();
    }
  }

  private Slot slot(K key) {
    synchronized (slots) {
      var slot = slots.computeIfAbsent(key, _ -> new Slot());
      if (slots.size() > config.keptScopesMax()) {
        slots.pollFirstEntry();
      }
      return slot;
    }
  }

  private final class Slot {
    private @Nullable V kept;
    private Instant until = Instant.MIN;

    synchronized V get(Supplier<V> count) {
      if (kept != null && clock.instant().isBefore(until)) {
        return kept;
      }
      var counted = count.get();
      kept = counted.rows() > config.manyRows() ? counted : null;
      // From the end of the count: one that takes longer than it is kept would else be made for
      // everybody who waits.
      until = clock.instant().plus(config.keepCounts());
      return counted;
    }
  }
}
