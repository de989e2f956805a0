package dev.slipway.checker.rule;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Lives;
import java.util.List;
import java.util.UUID;

/** The number of a build's last event only grows, and each move of the build is an event. */
public final class SequencesGrow implements Rule {

  @Override
  public String name() {
    return "sequences of a build's events grow";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Lives.each(history, (build, life) -> life(build, life, tally));
    return tally.findings();
  }

  private static void life(UUID build, List<Change> life, Tally tally) {
    long last = 0;
    for (var change : life) {
      if (!(change.after() instanceof Row.Phase row)) {
        continue;
      }
      tally.fact();
      boolean grew = change.inserts() ? row.lastSequence() > last : row.lastSequence() >= last;
      if (!grew) {
        tally.violation(
            "build "
                + build
                + " went from event "
                + last
                + " to "
                + row.lastSequence()
                + " in transaction "
                + change.xid());
      }
      last = row.lastSequence();
      if (row instanceof Row.Ended) {
        return;
      }
    }
  }
}
