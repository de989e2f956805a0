package dev.slipway.checker.rule;

import dev.slipway.checker.history.Need;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Decision;
import dev.slipway.checker.replay.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Heads that a decision left behind: whether it certainly could have taken them. */
final class Bystander {
  /** A head that is ready for longer may reserve capacity, and then goes before better keys. */
  private static final Duration RESERVES_AFTER = Duration.ofSeconds(60);

  /** What clocks and reading take: nothing is claimed about moments closer than this. */
  private static final Duration DOUBT = Duration.ofSeconds(1);

  private final Decision decision;
  private final Queue queue;

  Bystander(Decision decision, Queue queue) {
    this.decision = decision;
    this.queue = queue;
  }

  /** Whether the head was there, ready, unchanged, not paused and not expired all the while. */
  boolean couldGo(Row.Head head) {
    return head.ready()
        && !decision.leased(head.chat())
        && queue.headIsSince(head.chat(), decision.earliest())
        && !queue.perhapsPaused(head, decision.earliest())
        && !expired(head);
  }

  /** Whether it has waited long enough to reserve capacity. */
  boolean mayReserve(Row.Head head) {
    return !head.readyTime().isAfter(now().minus(RESERVES_AFTER).plus(DOUBT));
  }

  /** Whether some head of the tenant has. */
  boolean mayReserve(String tenant) {
    return queue.heads(tenant).stream().anyMatch(this::mayReserve);
  }

  /**
   * Whether the head fits every limit of its own that the other build does not share, even if
   * nothing was released meanwhile and everything that the decision took came first.
   */
  boolean fitsBeside(Row.Head head, Row.Active other) {
    return queue.limitedScopes().stream()
        .filter(scope -> scope.covers(head.tenant(), head.project(), head.chat()))
        .filter(scope -> !scope.covers(other.tenant(), other.project(), other.chat()))
        .allMatch(
            scope -> {
              Predicate<Row.Active> inside =
                  row -> scope.covers(row.tenant(), row.project(), row.chat());
              var most =
                  queue
                      .heldAtMost(inside, decision.summed())
                      .plus(
                          decision.leases().stream()
                              .filter(inside)
                              .map(Row.Active::need)
                              .reduce(Need.NONE, Need::plus))
                      .plus(head.need());
              return queue.limitsSince(scope, decision.earliest()).stream()
                  .allMatch(limit -> limit.admit(most));
            });
  }

  /** Whether a limit covers the head and not the other build. */
  boolean hasLimitsBeside(Row.Head head, Row.Active other) {
    return queue.limitedScopes().stream()
        .anyMatch(
            scope ->
                scope.covers(head.tenant(), head.project(), head.chat())
                    && !scope.covers(other.tenant(), other.project(), other.chat()));
  }

  private boolean expired(Row.Head head) {
    var waiting = queue.waiting(head.chat(), head.place());
    return waiting == null
        || (waiting.expireTime() != null && !waiting.expireTime().isAfter(now().plus(DOUBT)));
  }

  private Instant now() {
    return decision.at();
  }
}
