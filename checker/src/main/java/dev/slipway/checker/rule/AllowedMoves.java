package dev.slipway.checker.rule;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Lives;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A build is in one phase at a time and moves waiting → active → waiting … → ended only; while it
 * is active its state goes forward. After its end {@link EndsOnce} looks.
 */
public final class AllowedMoves implements Rule {

  private enum Phase {
    NONE,
    WAITING,
    ACTIVE,
    ENDED
  }

  private static final Map<Phase, Set<Phase>> ALLOWED =
      Map.of(
          Phase.NONE, Set.of(Phase.WAITING),
          Phase.WAITING, Set.of(Phase.WAITING, Phase.ACTIVE, Phase.ENDED),
          Phase.ACTIVE, Set.of(Phase.ACTIVE, Phase.WAITING, Phase.ENDED),
          Phase.ENDED, Set.of(Phase.ENDED));

  private static final Map<String, Set<String>> FORWARD =
      Map.of(
          "STARTING", Set.of("STARTING", "RUNNING", "STOPPING"),
          "RUNNING", Set.of("RUNNING", "STOPPING"),
          "STOPPING", Set.of("STOPPING"));

  @Override
  public String name() {
    return "I4 allowed moves only";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Lives.each(history, (build, life) -> life(build, life, tally));
    return tally.findings();
  }

  private static void life(UUID build, List<Change> life, Tally tally) {
    var phase = Phase.NONE;
    var rows = new EnumMap<Phase, Integer>(Phase.class);
    for (var step : Lives.byTransaction(life)) {
      tally.fact();
      step.forEach(change -> count(change, rows));
      step.forEach(change -> goesForward(change, tally));
      var present = rows.keySet().stream().filter(one -> rows.getOrDefault(one, 0) != 0).toList();
      long xid = step.getFirst().xid();
      if (present.size() > 1 || rows.values().stream().anyMatch(n -> n < 0 || n > 1)) {
        tally.violation("build " + build + " is in " + rows + " after transaction " + xid);
        return;
      }
      var next = present.isEmpty() ? Phase.NONE : present.getFirst();
      if (!ALLOWED.getOrDefault(phase, Set.of()).contains(next)) {
        tally.violation(
            "build " + build + " went from " + phase + " to " + next + " in transaction " + xid);
      }
      phase = next;
      if (phase == Phase.ENDED) {
        return;
      }
    }
  }

  private static void count(Change change, Map<Phase, Integer> rows) {
    var phase =
        switch (change.row()) {
          case Row.Waiting _ -> Phase.WAITING;
          case Row.Active _ -> Phase.ACTIVE;
          case Row.Ended _ -> Phase.ENDED;
          default -> Phase.NONE;
        };
    if (phase != Phase.NONE) {
      rows.merge(phase, change.inserts() ? 1 : change.deletes() ? -1 : 0, Integer::sum);
    }
  }

  private static void goesForward(Change change, Tally tally) {
    if (change.before() instanceof Row.Active before
        && change.after() instanceof Row.Active after
        && !FORWARD.getOrDefault(before.state(), Set.of()).contains(after.state())) {
      tally.violation(
          "build "
              + before.build()
              + " went from "
              + before.state()
              + " to "
              + after.state()
              + " in transaction "
              + change.xid());
    }
  }
}
