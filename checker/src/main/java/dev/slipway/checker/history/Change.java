package dev.slipway.checker.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row, as the database's trigger wrote it down.
 *
 * @param no in the order of the triggers. Two changes of the same row, the same build or the same
 *     slot stand in the order of their commits, because the second waits for the first; other
 *     changes of concurrent transactions may not
 * @param xid the transaction
 * @param snapshot what had committed when the trigger ran; never the transaction itself
 * @param at the database's clock when the trigger ran
 * @param before the row before it; null for an insert
 * @param after the row after it; null for a delete
 */
public record Change(
    long no, long xid, Snapshot snapshot, Instant at, @Nullable Row before, @Nullable Row after) {
  public Change {
    if (before == null && after == null) {
      throw new IllegalArgumentException("change " + no + " has neither a row before nor after");
    }
  }

  /** The row after it, or the deleted one. */
  public Row row() {
    if (after != null) {
      return after;
    }
    if (before != null) {
      return before;
    }
    throw new IllegalStateException("a change has a row");
  }

  /** Whether it made the row. */
  public boolean inserts() {
    return before == null;
  }

  /** Whether it took the row away. */
  public boolean deletes() {
    return after == null;
  }
}
