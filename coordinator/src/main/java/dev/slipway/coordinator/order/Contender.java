package dev.slipway.coordinator.order;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A tenant that competes: its heads, how far they were looked at, and its share. The smallest share
 * goes first; equal shares (tenants of which nothing runs all have 0) by the better head, so that
 * with one slot and two tenants each has its turn, and then by name.
 *
 * <p>What decides the order changes only while the contender is in nobody's sorted set.
 */
final class Contender implements Comparable<Contender> {
  final String tenant;
  final Room room;
  final boolean more;
  private final double weight;
  private final List<Head> heads;
  private int position;
  private boolean touched;
  private double share;

  /** Of the head whose turn it is, or of the last there was: those in the store are no better. */
  private long sortKey = Long.MIN_VALUE;

  private long leastCpu = Long.MAX_VALUE;
  private long leastMemory = Long.MAX_VALUE;

  Contender(TenantQueue queue, Room room) {
    this.tenant = queue.tenant();
    this.weight = queue.weight();
    this.more = queue.more();
    this.room = room;
    this.heads = new ArrayList<>(queue.heads());
    heads.forEach(this::keepLeast);
    updateKey();
  }

  /** The head whose turn it is; only while there is one. */
  Head head() {
    return heads.get(position);
  }

  boolean hasHead() {
    return position < heads.size();
  }

  /** Whether it takes part: it has a head, or the store has. */
  boolean competes() {
    return hasHead() || more;
  }

  /** Goes on to the next head. */
  void pass() {
    position++;
    updateKey();
  }

  /** Marks it as changed by this round; false when it was already. */
  boolean touch() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  /** Takes away the head whose turn it is; the next one is behind it. */
  void remove() {
    heads.remove(position);
    updateKey();
  }

  void insert(Head head) {
    heads.add(-1 - Collections.binarySearch(heads, head, Head.ORDER), head);
    keepLeast(head);
    updateKey();
  }

  /** Looks at its heads from the first one again. */
  void rewind() {
    position = 0;
    touched = false;
    updateKey();
  }

  void updateShare(Limit capacity) {
    share = room.dominantShare(capacity) / weight;
  }

  /** False when its own room admits none of its heads. */
  boolean anyAdmittedByItsRoom() {
    return room.admits(leastCpu, leastMemory);
  }

  private void updateKey() {
    if (hasHead()) {
      sortKey = head().sortKey();
    }
  }

  private void keepLeast(Head head) {
    leastCpu = Math.min(leastCpu, head.cpuMillis());
    leastMemory = Math.min(leastMemory, head.memoryMib());
  }

  @Override
  public int compareTo(Contender other) {
    int byShare = Double.compare(share, other.share);
    if (byShare != 0) {
      return byShare;
    }
    int byKey = Long.compare(sortKey, other.sortKey);
    return byKey != 0 ? byKey : tenant.compareTo(other.tenant);
  }
}
