package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Operation.Outcome;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Lives;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Every acknowledged submit made a build, and every build has ended: the run is at rest. */
public final class AcknowledgedBuildsEnd implements Rule {

  @Override
  public String name() {
    return "I1 what was accepted exists and has ended";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Set<UUID> existing = new HashSet<>();
    Lives.each(
        history,
        (build, life) -> {
          tally.fact();
          existing.add(build);
          if (life.stream().noneMatch(change -> change.after() instanceof Row.Ended)) {
            tally.violation("build " + build + " has not ended");
          }
        });
    for (var operation : history.operations()) {
      if (operation.submits() && operation.outcome() == Outcome.OK) {
        tally.fact();
        if (operation.build() == null || !existing.contains(operation.build())) {
          tally.violation(
              "submit "
                  + operation.n()
                  + " was answered with build "
                  + operation.build()
                  + ", which does not exist");
        }
      }
    }
    return tally.findings();
  }
}
