package dev.slipway.checker.rule;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Lives;
import java.util.List;

/** A build ends once, and nothing changes it after that; only a dead letter's mark may. */
public final class EndsOnce implements Rule {

  @Override
  public String name() {
    return "I3 one end and nothing after it";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Lives.each(history, (_, life) -> life(life, tally));
    return tally.findings();
  }

  private static void life(List<Change> life, Tally tally) {
    Change end = null;
    for (var change : life) {
      if (end == null) {
        if (change.after() instanceof Row.Ended) {
          tally.fact();
          end = change;
        }
      } else if (change.xid() != end.xid() || change.row() instanceof Row.Ended) {
        tally.fact();
        // The columns that rules read are those that never change; a mark is none of them.
        boolean same = change.before() != null && change.before().equals(change.after());
        if (!same) {
          tally.violation(
              "build "
                  + ((Row.OfBuild) end.row()).build()
                  + " ended in transaction "
                  + end.xid()
                  + ", but transaction "
                  + change.xid()
                  + " changed it to "
                  + change.after());
        }
      }
    }
  }
}
