package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Need;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Scope;
import dev.slipway.checker.replay.Decision;
import dev.slipway.checker.replay.Decisions;
import dev.slipway.checker.replay.Queue;

/**
 * No decision takes a scope over its limit of running builds, CPU or memory. Held is what certainly
 * was: releases that the decision could have seen are taken off. After a limit was lowered held may
 * be more, but then nothing is added.
 */
public final class LimitsHold implements Rule {

  @Override
  public String name() {
    return "I7 limits hold";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Decisions.replay(
        history,
        (decision, queue) ->
            queue.limitedScopes().forEach(scope -> check(decision, queue, scope, tally)));
    return tally.findings();
  }

  private static void check(Decision decision, Queue queue, Scope scope, Tally tally) {
    var added =
        decision.leases().stream()
            .filter(lease -> covers(scope, lease))
            .map(Row.Active::need)
            .reduce(Need.NONE, Need::plus);
    if (added.equals(Need.NONE)) {
      return;
    }
    tally.fact();
    var given =
        decision.changes().stream()
            .filter(change -> change.deletes())
            .map(change -> change.row())
            .filter(row -> row instanceof Row.Active active && covers(scope, active))
            .map(row -> ((Row.Active) row).need())
            .reduce(Need.NONE, Need::plus);
    var total = queue.held(row -> covers(scope, row)).plus(added).minus(given);
    var limits = queue.limitsSince(scope, decision.earliest());
    if (limits.stream().noneMatch(limit -> limit.admit(total))) {
      tally.violation(
          "transaction "
              + decision.xid()
              + " added "
              + added
              + " to "
              + scope.name()
              + ", which then holds "
              + total
              + "; allowed: "
              + limits.getLast());
    }
  }

  private static boolean covers(Scope scope, Row.Active row) {
    return scope.covers(row.tenant(), row.project(), row.chat());
  }
}
