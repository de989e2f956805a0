package dev.slipway.checker.story;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lies about a history. */
public final class Edit {
  private Edit() {}

  /** Rewrites rows wherever they stand. */
  public static UnaryOperator<List<Change>> rows(UnaryOperator<Row> rewrite) {
    return changes -> changes.stream().map(change -> rewritten(change, rewrite)).toList();
  }

  /** Takes changes away. */
  public static UnaryOperator<List<Change>> without(Predicate<Change> which) {
    return changes -> changes.stream().filter(which.negate()).toList();
  }

  /** Puts an update behind the last change that fits. */
  public static UnaryOperator<List<Change>> afterLast(
      Predicate<Change> which, @Nullable Row before, @Nullable Row after) {
    return changes -> {
      var result = new ArrayList<>(changes);
      var last = changes.stream().filter(which).toList().getLast();
      result.add(
          changes.indexOf(last) + 1,
          new Change(0, last.xid(), last.snapshot(), last.at(), before, after));
      return numbered(result);
    };
  }

  /** Puts a change of another transaction at the end. */
  public static UnaryOperator<List<Change>> inTheEnd(@Nullable Row before, @Nullable Row after) {
    return changes -> {
      var result = new ArrayList<>(changes);
      var last = changes.getLast();
      result.add(new Change(0, last.xid() + 1_000, last.snapshot(), last.at(), before, after));
      return numbered(result);
    };
  }

  private static Change rewritten(Change change, UnaryOperator<Row> rewrite) {
    return new Change(
        change.no(),
        change.xid(),
        change.snapshot(),
        change.at(),
        change.before() == null ? null : rewrite.apply(change.before()),
        change.after() == null ? null : rewrite.apply(change.after()));
  }

  private static List<Change> numbered(List<Change> changes) {
    var result = new ArrayList<Change>();
    for (var change : changes) {
      result.add(
          new Change(
              result.size() + 1,
              change.xid(),
              change.snapshot(),
              change.at(),
              change.before(),
              change.after()));
    }
    return result;
  }

  // -------------------------------------------------------------------- one column of a row

  public static Row.Active attempt(Row.Active row, int attempt) {
    return new Row.Active(
        row.build(),
        row.tenant(),
        row.project(),
        row.chat(),
        row.place(),
        row.slot(),
        row.maxParallel(),
        row.state(),
        attempt,
        row.losses(),
        row.attemptUid(),
        row.need(),
        row.lastSequence());
  }

  public static Row.Active state(Row.Active row, String state) {
    return new Row.Active(
        row.build(),
        row.tenant(),
        row.project(),
        row.chat(),
        row.place(),
        row.slot(),
        row.maxParallel(),
        state,
        row.attempt(),
        row.losses(),
        row.attemptUid(),
        row.need(),
        row.lastSequence());
  }

  public static Row.Active slot(Row.Active row, int slot) {
    return new Row.Active(
        row.build(),
        row.tenant(),
        row.project(),
        row.chat(),
        row.place(),
        slot,
        row.maxParallel(),
        row.state(),
        row.attempt(),
        row.losses(),
        row.attemptUid(),
        row.need(),
        row.lastSequence());
  }

  public static Row.Active place(Row.Active row, long place) {
    return new Row.Active(
        row.build(),
        row.tenant(),
        row.project(),
        row.chat(),
        place,
        row.slot(),
        row.maxParallel(),
        row.state(),
        row.attempt(),
        row.losses(),
        row.attemptUid(),
        row.need(),
        row.lastSequence());
  }

  public static Row.Waiting submitted(Row.Waiting row, Instant submitted) {
    return new Row.Waiting(
        row.build(),
        row.tenant(),
        row.project(),
        row.chat(),
        row.place(),
        row.sortKey(),
        submitted,
        row.headStart(),
        row.need(),
        row.attempt(),
        row.losses(),
        row.lastSequence(),
        row.hold(),
        row.expireTime());
  }

  public static Row.Waiting place(Row.Waiting row, long place) {
    return new Row.Waiting(
        row.build(),
        row.tenant(),
        row.project(),
        row.chat(),
        place,
        row.sortKey(),
        row.submitted(),
        row.headStart(),
        row.need(),
        row.attempt(),
        row.losses(),
        row.lastSequence(),
        row.hold(),
        row.expireTime());
  }

  public static Row.Head place(Row.Head row, long place) {
    return new Row.Head(
        row.chat(),
        place,
        row.tenant(),
        row.project(),
        row.sortKey(),
        row.need(),
        row.maxParallel(),
        row.ready(),
        row.readyTime());
  }

  public static Row.Head key(Row.Head row, long key) {
    return new Row.Head(
        row.chat(),
        row.place(),
        row.tenant(),
        row.project(),
        key,
        row.need(),
        row.maxParallel(),
        row.ready(),
        row.readyTime());
  }

  public static Row.Head notReady(Row.Head row) {
    return new Row.Head(
        row.chat(),
        row.place(),
        row.tenant(),
        row.project(),
        row.sortKey(),
        row.need(),
        row.maxParallel(),
        false,
        row.readyTime());
  }

  public static Row.Ended state(Row.Ended row, String state) {
    return new Row.Ended(row.build(), state, row.attempt(), row.attemptUid(), row.lastSequence());
  }

  public static Row.Ended attempt(Row.Ended row, int attempt) {
    return new Row.Ended(row.build(), row.state(), attempt, row.attemptUid(), row.lastSequence());
  }

  public static Row.Ended lastSequence(Row.Ended row, long sequence) {
    return new Row.Ended(row.build(), row.state(), row.attempt(), row.attemptUid(), sequence);
  }
}
