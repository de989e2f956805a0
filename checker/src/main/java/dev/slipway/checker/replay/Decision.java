package dev.slipway.checker.replay;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.Need;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Snapshot;
import java.time.Instant;
import java.util.List;

/**
 * A transaction that leased builds. It read the queue at some moment between two snapshots.
 *
 * @param xid the transaction
 * @param changes all that it changed
 * @param leases the builds that it leased, at least one
 * @param first what its first lease saw
 * @param earliest what it had certainly seen when it read the queue: what the decision before it
 *     saw, what it leased, and what those saw who brought that
 * @param summed what it had certainly seen when it summed up what is held: sums are read before
 *     heads, so that a release which made a head that it leased may be missing from them
 * @param latest what it can have seen at the most: what its last lease saw
 * @param at the database's clock at its last lease
 */
public record Decision(
    long xid,
    List<Change> changes,
    List<Row.Active> leases,
    Snapshot first,
    Horizon earliest,
    Horizon summed,
    Snapshot latest,
    Instant at) {

  /** Whether it leased a build of this chat. */
  public boolean leased(long chat) {
    return leases.stream().anyMatch(lease -> lease.chat() == chat);
  }

  /** What its leases of this tenant take together. */
  public Need taken(String tenant) {
    return leases.stream()
        .filter(lease -> lease.tenant().equals(tenant))
        .map(Row.Active::need)
        .reduce(Need.NONE, Need::plus);
  }

  Decision readAfter(Horizon heads, Horizon sums) {
    return new Decision(xid, changes, leases, first, heads, sums, latest, at);
  }
}
