package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Decision;
import dev.slipway.checker.replay.Decisions;
import dev.slipway.checker.replay.Queue;

/**
 * No build is leased while an earlier one of its chat has not ended; where the chat allows several
 * at a time, while an earlier one waits.
 */
public final class StartsInPlaceOrder implements Rule {

  @Override
  public String name() {
    return "I6 a chat's builds start in order";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Decisions.replay(
        history,
        (decision, queue) -> {
          for (var lease : decision.leases()) {
            tally.fact();
            queue.before(lease.chat(), lease.place()).stream()
                .filter(earlier -> inTheWay(earlier, lease, decision))
                .findFirst()
                .ifPresent(earlier -> tally.violation(sentence(decision, lease, earlier.row())));
          }
        });
    return tally.findings();
  }

  private static boolean inTheWay(Queue.Standing earlier, Row.Active lease, Decision decision) {
    return switch (earlier.row()) {
      case Row.Waiting waiting when lease.maxParallel() == 1 ->
          // A new one may have come too late to be seen; one that was lost was active before.
          waiting.attempt() > 0 || decision.earliest().sees(earlier.xid());
      case Row.Waiting waiting ->
          decision.earliest().sees(earlier.xid())
              && decision.leases().stream()
                  .noneMatch(other -> other.build().equals(waiting.build()));
      case Row.Active _ -> lease.maxParallel() == 1;
      case Row.Requested _ -> false;
    };
  }

  private static String sentence(Decision decision, Row.Active lease, Row.Placed earlier) {
    return "transaction "
        + decision.xid()
        + " leased build "
        + lease.build()
        + " at place "
        + lease.place()
        + " of chat "
        + lease.chat()
        + " before "
        + earlier;
  }
}
