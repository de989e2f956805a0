package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.replay.Decisions;
import java.util.ArrayList;

/** One decision at a time: each sees all that were made before it. */
public final class DecisionsAreSerial implements Rule {
  /** How many decisions back are looked at; two that overlap are next to each other. */
  private static final int BACK = 16;

  @Override
  public String name() {
    return "I7 decisions are made one at a time";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    var before = new ArrayList<Long>();
    for (var decision : Decisions.of(history)) {
      tally.fact();
      before.stream()
          .skip(Math.max(0, before.size() - BACK))
          .filter(xid -> !decision.first().sees(xid))
          .findFirst()
          .ifPresent(
              xid ->
                  tally.violation(
                      "transaction "
                          + decision.xid()
                          + " leased without seeing the leases of "
                          + xid));
      before.add(decision.xid());
    }
    return tally.findings();
  }
}
