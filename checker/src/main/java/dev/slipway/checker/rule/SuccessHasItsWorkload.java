package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Work;
import java.util.HashSet;
import java.util.UUID;

/**
 * A build that succeeded did so in an attempt whose own workload ran to its end: no report of an
 * earlier attempt was taken for it. Looks at histories with workloads only.
 */
public final class SuccessHasItsWorkload implements Rule {

  @Override
  public String name() {
    return "I8 success is that of the last attempt";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    if (history.works().isEmpty()) {
      return tally.findings();
    }
    var ended = new HashSet<UUID>();
    history.works().stream().filter(work -> !work.begins()).map(Work::uid).forEach(ended::add);
    for (var change : history.changes()) {
      if (change.inserts()
          && change.row() instanceof Row.Ended row
          && row.state().equals("SUCCEEDED")) {
        tally.fact();
        if (row.attemptUid() == null || !ended.contains(row.attemptUid())) {
          tally.violation(
              "build "
                  + row.build()
                  + " succeeded in transaction "
                  + change.xid()
                  + " with attempt "
                  + row.attempt()
                  + " of uid "
                  + row.attemptUid()
                  + ", whose workload did not end");
        }
      }
    }
    return tally.findings();
  }
}
