package dev.slipway.checker.replay;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Everything that happened to each build, in the order of its commits. */
public final class Lives {
  private Lives() {}

  /** Calls back for each build, in the order of their first changes. */
  public static void each(History history, BiConsumer<UUID, List<Change>> life) {
    of(history).forEach(life);
  }

  /** The changes of each build. */
  public static Map<UUID, List<Change>> of(History history) {
    var lives = new LinkedHashMap<UUID, List<Change>>();
    for (var change : history.changes()) {
      if (change.row() instanceof Row.OfBuild row) {
        lives.computeIfAbsent(row.build(), _ -> new ArrayList<>()).add(change);
      }
    }
    return lives;
  }

  /**
   * One build's changes, cut where another transaction begins. Transactions on one build never
   * overlap.
   */
  public static List<List<Change>> byTransaction(List<Change> life) {
    var steps = new LinkedHashMap<Long, List<Change>>();
    life.forEach(change -> steps.computeIfAbsent(change.xid(), _ -> new ArrayList<>()).add(change));
    return List.copyOf(steps.values());
  }
}
