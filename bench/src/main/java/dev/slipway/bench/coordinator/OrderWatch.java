package dev.slipway.bench.coordinator;

import jakarta.inject.Singleton;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Sees the builds of one process start and end, and counts what must not be: of seeded builds, one
 * a chat at a time, each right behind the one before it. Others are not looked at.
 */
@Singleton
final class OrderWatch {
  private final Map<Integer, Integer> lastSeq = new TreeMap<>();
  private final BitSet running = new BitSet();
  private long disorder;
  private long overlap;

  /** A build starts; an attempt after the first is the same build again. */
  synchronized void started(UUID build, int attempt) {
    SeededId.of(build).ifPresent(id -> started(id, attempt));
  }

  private void started(SeededId id, int attempt) {
    if (running.get(id.chat())) {
      overlap++;
    }
    running.set(id.chat());
    int last = lastSeq.getOrDefault(id.chat(), 0);
    if (id.seq() != last + 1 && !(attempt > 1 && id.seq() == last)) {
      disorder++;
    }
    lastSeq.put(id.chat(), id.seq());
  }

  /** It ends. */
  synchronized void ended(UUID build) {
    SeededId.of(build).ifPresent(id -> running.clear(id.chat()));
  }

  /** Builds that started out of their turn. */
  synchronized long disorder() {
    return disorder;
  }

  /** Builds that started while another one of their chat ran. */
  synchronized long overlap() {
    return overlap;
  }
}
