package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;

/** Every workload that began has ended or was killed: else the record says too little to judge. */
public final class WorkloadsEnd implements Rule {

  @Override
  public String name() {
    return "workloads that began have ended";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    for (var execution : Executions.of(history)) {
      tally.fact();
      if (!execution.endIsKnown()) {
        tally.violation(execution + " neither ended nor was its process killed");
      }
    }
    return tally.findings();
  }
}
