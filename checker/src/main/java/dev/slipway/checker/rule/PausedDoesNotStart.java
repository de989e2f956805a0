package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.replay.Decisions;

/** Nothing of a paused scope is leased. Pauses that end by themselves are not judged. */
public final class PausedDoesNotStart implements Rule {

  @Override
  public String name() {
    return "what is paused does not start";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Decisions.replay(
        history,
        (decision, queue) -> {
          var paused = queue.pausedSince(decision.earliest());
          for (var lease : decision.leases()) {
            tally.fact();
            paused.stream()
                .filter(scope -> scope.covers(lease.tenant(), lease.project(), lease.chat()))
                .findFirst()
                .ifPresent(
                    scope ->
                        tally.violation(
                            "transaction "
                                + decision.xid()
                                + " leased build "
                                + lease.build()
                                + " of the paused "
                                + scope.name()));
          }
        });
    return tally.findings();
  }
}
