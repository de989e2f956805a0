package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;

/** A key is the time of the submit less the head start of the priority: so waiting ages. */
public final class KeyIsOfItsSubmit implements Rule {

  @Override
  public String name() {
    return "I14 a key is the time of the submit less a head start";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    for (var change : history.changes()) {
      if (change.after() instanceof Row.Waiting row) {
        tally.fact();
        long expected = row.submitted().toEpochMilli() - row.headStart();
        if (row.sortKey() != expected) {
          tally.violation(
              "build "
                  + row.build()
                  + " has the key "
                  + row.sortKey()
                  + " instead of "
                  + expected
                  + " after transaction "
                  + change.xid());
        }
      }
    }
    return tally.findings();
  }
}
