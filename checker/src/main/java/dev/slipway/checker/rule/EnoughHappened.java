package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;

/** A run that did less than it was meant to shows nothing. */
public final class EnoughHappened implements Rule {
  private final long builds;
  private final long kills;

  /**
   * @param builds that have to have ended, at least
   * @param kills that have to have been made, at least
   */
  public EnoughHappened(long builds, long kills) {
    this.builds = builds;
    this.kills = kills;
  }

  @Override
  public String name() {
    return "as much happened as was expected";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    long ended =
        history.changes().stream()
            .filter(change -> change.inserts() && change.row() instanceof Row.Ended)
            .count();
    tally.facts(2);
    if (ended < builds) {
      tally.violation(ended + " builds ended, expected were " + builds);
    }
    if (history.kills().size() < kills) {
      tally.violation(history.kills().size() + " kills, expected were " + kills);
    }
    return tally.findings();
  }
}
