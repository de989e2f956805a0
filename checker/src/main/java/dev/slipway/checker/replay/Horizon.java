package dev.slipway.checker.replay;

import dev.slipway.checker.history.Snapshot;
import java.util.Set;

/**
 * What somebody had certainly seen.
 *
 * @param snapshot what had committed before it
 * @param known transactions that must have committed too, because what they wrote was read
 */
public record Horizon(Snapshot snapshot, Set<Long> known) {
  public Horizon {
    known = Set.copyOf(known);
  }

  /** Whether it had certainly seen what the transaction wrote. */
  public boolean sees(long xid) {
    return snapshot.sees(xid) || known.contains(xid);
  }
}
