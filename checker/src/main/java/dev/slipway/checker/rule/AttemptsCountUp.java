package dev.slipway.checker.rule;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Lives;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Each lease is attempt + 1 under a uid of its own, and nothing else changes the number. */
public final class AttemptsCountUp implements Rule {

  @Override
  public String name() {
    return "I4 attempts count up by one at each lease";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Map<UUID, UUID> builds = new HashMap<>();
    Lives.each(history, (build, life) -> life(build, life, builds, tally));
    return tally.findings();
  }

  private static void life(UUID build, List<Change> life, Map<UUID, UUID> builds, Tally tally) {
    int attempt = 0;
    for (var change : life) {
      if (!(change.after() instanceof Row.Phase row)) {
        continue;
      }
      tally.fact();
      boolean leases = change.inserts() && row instanceof Row.Active;
      int expected = leases ? attempt + 1 : attempt;
      if (row.attempt() != expected) {
        tally.violation(
            "build "
                + build
                + " is at attempt "
                + row.attempt()
                + " instead of "
                + expected
                + " in transaction "
                + change.xid());
      }
      attempt = row.attempt();
      if (row instanceof Row.Active active && !sameUid(change, active, builds)) {
        tally.violation(
            "attempt "
                + attempt
                + " of build "
                + build
                + " has the uid "
                + active.attemptUid()
                + " that is another's, in transaction "
                + change.xid());
      }
      if (row instanceof Row.Ended) {
        return;
      }
    }
  }

  private static boolean sameUid(Change change, Row.Active active, Map<UUID, UUID> builds) {
    return change.before() instanceof Row.Active before
        ? before.attemptUid().equals(active.attemptUid())
        : builds.put(active.attemptUid(), active.build()) == null;
  }
}
