package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Operation;
import dev.slipway.checker.history.Operation.Outcome;
import dev.slipway.checker.history.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A build whose submit was sent after another one's answer had come stands behind it in their chat.
 */
public final class ClientsSeeOrder implements Rule {

  /**
   * When a submit took effect: not before and not after.
   *
   * @param sent of the first call that may have made the build
   * @param answered the first answer that named it
   */
  private record Submitted(Row.Requested row, long sent, long answered) {}

  @Override
  public String name() {
    return "I6 places are in the order of submits";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    byChat(history).values().forEach(chat -> check(chat, tally));
    return tally.findings();
  }

  /** Those that were answered first are met first: the largest place of them is enough. */
  private static void check(List<Submitted> chat, Tally tally) {
    var bySent = chat.stream().sorted(Comparator.comparingLong(Submitted::sent)).toList();
    var byAnswer = chat.stream().sorted(Comparator.comparingLong(Submitted::answered)).toList();
    int answered = 0;
    Submitted last = null;
    for (var submit : bySent) {
      while (answered < byAnswer.size() && byAnswer.get(answered).answered() < submit.sent()) {
        var next = byAnswer.get(answered++);
        if (last == null || next.row().place() > last.row().place()) {
          last = next;
        }
      }
      tally.fact();
      if (last != null && last.row().place() > submit.row().place()) {
        tally.violation(
            submit.row() + " was sent after the answer with " + last.row() + " and stands before");
      }
    }
  }

  private static Map<Long, List<Submitted>> byChat(History history) {
    Map<UUID, Row.Requested> rows = new HashMap<>();
    for (var change : history.changes()) {
      if (change.after() instanceof Row.Requested row) {
        rows.put(row.build(), row);
      }
    }
    Map<Object, Long> sent = new HashMap<>();
    Map<UUID, Submitted> submits = new HashMap<>();
    var inOrder =
        history.operations().stream()
            .filter(Operation::submits)
            .sorted(Comparator.comparingLong(Operation::invoked))
            .toList();
    for (var operation : inOrder) {
      sent.merge(key(operation), operation.invoked(), Math::min);
    }
    for (var operation : inOrder) {
      var row = operation.build() == null ? null : rows.get(operation.build());
      if (row != null && operation.outcome() == Outcome.OK) {
        long first = sent.getOrDefault(key(operation), operation.invoked());
        submits.merge(
            row.build(),
            new Submitted(row, first, operation.returned()),
            (one, other) ->
                new Submitted(
                    row,
                    Math.min(one.sent(), other.sent()),
                    Math.min(one.answered(), other.answered())));
      }
    }
    Map<Long, List<Submitted>> chats = new HashMap<>();
    submits
        .values()
        .forEach(
            submit ->
                chats.computeIfAbsent(submit.row().chat(), _ -> new ArrayList<>()).add(submit));
    return chats;
  }

  /** Calls that mean the same wish. */
  private static Object key(Operation operation) {
    return operation.requestId() == null
        ? operation
        : Map.entry(operation.tenant(), operation.requestId());
  }
}
