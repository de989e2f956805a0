package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Operation;
import dev.slipway.checker.history.Operation.Outcome;
import dev.slipway.checker.history.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A request id makes one build at most, also when the client never heard the answer; every answer
 * to it names that build; and what was refused each time has stored nothing.
 */
public final class OneBuildPerRequest implements Rule {

  /** Codes that say: nothing was stored, and it was not because it had been stored before. */
  private static final Set<String> REFUSED =
      Set.of("INVALID_ARGUMENT", "NOT_FOUND", "FAILED_PRECONDITION", "RESOURCE_EXHAUSTED");

  private record Key(String tenant, String requestId) {}

  @Override
  public String name() {
    return "I2 one build per request id";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Map<Key, Set<UUID>> stored = new HashMap<>();
    for (var change : history.changes()) {
      if (change.after() instanceof Row.Requested row && row.requestId() != null) {
        stored
            .computeIfAbsent(new Key(row.tenant(), row.requestId()), _ -> new HashSet<>())
            .add(row.build());
      }
    }
    stored.forEach(
        (key, builds) -> {
          tally.fact();
          if (builds.size() > 1) {
            tally.violation(key + " made the builds " + builds);
          }
        });
    submits(history).forEach((key, asked) -> answers(key, asked, stored, tally));
    return tally.findings();
  }

  private static void answers(
      Key key, List<Operation> asked, Map<Key, Set<UUID>> stored, Tally tally) {
    var builds = stored.getOrDefault(key, Set.of());
    for (var operation : asked) {
      tally.fact();
      var build = operation.build();
      if (operation.outcome() == Outcome.OK
          && build != null
          && !builds.isEmpty()
          && !builds.contains(build)) {
        tally.violation(
            key
                + " was answered with build "
                + build
                + " by "
                + operation.n()
                + ", but made "
                + builds);
      }
    }
    if (!builds.isEmpty() && asked.stream().allMatch(OneBuildPerRequest::refused)) {
      tally.violation(key + " was refused each time, but made the builds " + builds);
    }
  }

  private static boolean refused(Operation operation) {
    return operation.outcome() == Outcome.FAIL
        && operation.code() != null
        && REFUSED.contains(operation.code());
  }

  private static Map<Key, List<Operation>> submits(History history) {
    var submits = new HashMap<Key, List<Operation>>();
    for (var operation : history.operations()) {
      var requestId = operation.requestId();
      if (operation.submits() && requestId != null) {
        submits
            .computeIfAbsent(new Key(operation.tenant(), requestId), _ -> new ArrayList<>())
            .add(operation);
      }
    }
    return submits;
  }
}
