package dev.slipway.checker.rule;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** No more builds of a chat are active than it allows, each in a slot of its own. */
public final class SlotsOfAChat implements Rule {

  @Override
  public String name() {
    return "I5 a chat's builds are active in slots of their own";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    var chats = new HashMap<Long, Map<UUID, Row.Active>>();
    for (var change : history.changes()) {
      if (change.row() instanceof Row.Active row) {
        var active = chats.computeIfAbsent(row.chat(), _ -> new HashMap<>());
        if (change.inserts()) {
          tally.fact();
          lease(change, row, active, tally);
        }
        if (change.deletes()) {
          active.remove(row.build());
        } else {
          active.put(row.build(), row);
        }
      }
    }
    return tally.findings();
  }

  private static void lease(
      Change change, Row.Active row, Map<UUID, Row.Active> active, Tally tally) {
    var here =
        "transaction "
            + change.xid()
            + " leased build "
            + row.build()
            + " of chat "
            + row.chat()
            + " in slot "
            + row.slot()
            + " of "
            + row.maxParallel();
    if (row.slot() < 0 || row.slot() >= row.maxParallel()) {
      tally.violation(here);
    } else if (active.size() >= row.maxParallel()) {
      tally.violation(here + " beside " + active.keySet());
    } else if (active.values().stream().anyMatch(other -> other.slot() == row.slot())) {
      tally.violation(here + ", where " + active.keySet() + " are");
    }
  }
}
