package dev.slipway.checker.story;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes changes down as the database's triggers do: numbers, transactions, snapshots. */
final class Recorder {
  private final List<Change> changes = new ArrayList<>();
  private final TreeSet<Long> running = new TreeSet<>();
  private long nextXid = 100;
  private long millis;

  long begin() {
    running.add(nextXid);
    return nextXid++;
  }

  void commit(long xid) {
    running.remove(xid);
  }

  void change(long xid, @Nullable Row before, @Nullable Row after) {
    changes.add(new Change(changes.size() + 1, xid, snapshot(), now(), before, after));
  }

  /** Some time goes by. */
  void pass(long more) {
    millis += more;
  }

  Instant now() {
    return Instant.EPOCH.plusMillis(millis);
  }

  long nanos() {
    return millis * 1_000_000 + changes.size();
  }

  List<Change> changes() {
    return changes;
  }

  private Snapshot snapshot() {
    long oldest = running.isEmpty() ? nextXid : running.first();
    return new Snapshot(oldest, nextXid, running.stream().mapToLong(Long::longValue).toArray());
  }
}
