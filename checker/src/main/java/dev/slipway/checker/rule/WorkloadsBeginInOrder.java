package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.rule.Executions.Execution;
import dev.slipway.checker.rule.Executions.Standing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;

/**
 * In chats that allow one build at a time, workloads begin for the first time in the order of their
 * builds' places.
 */
public final class WorkloadsBeginInOrder implements Rule {

  @Override
  public String name() {
    return "I6 a chat's workloads begin in order";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    var standings = Executions.standings(history);
    Map<Long, Execution> newest = new HashMap<>();
    var begun = new HashSet<UUID>();
    for (var execution : Executions.of(history)) {
      var standing = standings.get(execution.build());
      if (standing == null || standing.maxParallel() > 1 || !begun.add(execution.build())) {
        continue;
      }
      tally.fact();
      var before = newest.get(standing.chat());
      if (before != null && place(before, standings) > standing.place()) {
        tally.violation(
            "in chat "
                + standing.chat()
                + " "
                + execution
                + " of place "
                + standing.place()
                + " began after "
                + before
                + " of place "
                + place(before, standings));
      } else {
        newest.put(standing.chat(), execution);
      }
    }
    return tally.findings();
  }

  private static long place(Execution execution, Map<UUID, Standing> standings) {
    var standing = standings.get(execution.build());
    return standing == null ? 0 : standing.place();
  }
}
