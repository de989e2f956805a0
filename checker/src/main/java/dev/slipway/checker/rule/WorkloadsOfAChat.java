package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.rule.Executions.Execution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * No more workloads of a chat run at a time than it allows, and never two of the same build: what
 * really ran, whatever the database says.
 */
public final class WorkloadsOfAChat implements Rule {

  @Override
  public String name() {
    return "I5 a chat's workloads do not overlap";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    var standings = Executions.standings(history);
    Map<Long, List<Execution>> running = new HashMap<>();
    for (var execution : Executions.of(history)) {
      tally.fact();
      var standing = standings.get(execution.build());
      if (standing == null) {
        tally.violation(execution + " runs a build that was never leased");
        continue;
      }
      var beside = running.computeIfAbsent(standing.chat(), _ -> new ArrayList<>());
      beside.removeIf(other -> other.end() <= execution.begin());
      boolean twice = beside.stream().anyMatch(other -> other.build().equals(execution.build()));
      if (twice || beside.size() >= standing.maxParallel()) {
        tally.violation("in chat " + standing.chat() + " " + execution + " began beside " + beside);
      }
      beside.add(execution);
    }
    return tally.findings();
  }
}
