package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Decision;
import dev.slipway.checker.replay.Decisions;
import dev.slipway.checker.replay.Queue;
import java.util.Comparator;

/**
 * Within a tenant no head is passed over for one with a larger key that needs no less.
 *
 * <p>Sound: the head was ready and unchanged from before the decision read until after it leased,
 * so it was read; whatever limit both share, the one that was taken later needed as much of it; and
 * limits that only the passed-over head has had room for it in the worst case. A head that has
 * waited for a minute may have reserved what was taken; then nobody is accused.
 */
public final class BestKeyFirst implements Rule {

  @Override
  public String name() {
    return "I14 within a tenant the best key goes first";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Decisions.replay(
        history,
        (decision, queue) ->
            decision.leases().stream()
                .map(Row.Active::tenant)
                .distinct()
                .forEach(tenant -> check(decision, queue, tenant, tally)));
    return tally.findings();
  }

  private static void check(Decision decision, Queue queue, String tenant, Tally tally) {
    var bystander = new Bystander(decision, queue);
    var taken =
        decision.leases().stream()
            .filter(lease -> lease.tenant().equals(tenant))
            .filter(lease -> keyIsCertain(lease, decision, queue, bystander))
            .sorted(Comparator.comparingLong((Row.Active lease) -> key(lease, queue)).reversed())
            .toList();
    tally.facts(taken.size());
    if (taken.isEmpty()) {
      return;
    }
    long worst = key(taken.getFirst(), queue);
    for (var head : queue.heads(tenant)) {
      if (head.sortKey() >= worst) {
        return;
      }
      tally.fact();
      if (bystander.couldGo(head)) {
        taken.stream()
            .filter(lease -> passesOver(lease, head, queue, bystander))
            .findFirst()
            .ifPresent(lease -> tally.violation(sentence(decision, lease, head, queue)));
      }
    }
  }

  private static boolean passesOver(
      Row.Active lease, Row.Head head, Queue queue, Bystander bystander) {
    return key(lease, queue) > head.sortKey()
        && head.need().within(lease.need())
        && bystander.fitsBeside(head, lease)
        && !(bystander.hasLimitsBeside(head, lease) && bystander.mayReserve(head.tenant()));
  }

  private static boolean keyIsCertain(
      Row.Active lease, Decision decision, Queue queue, Bystander bystander) {
    var head = queue.head(lease.chat());
    return head != null
        && head.place() == lease.place()
        && queue.headIsSince(lease.chat(), decision.earliest())
        && !bystander.mayReserve(head);
  }

  private static long key(Row.Active lease, Queue queue) {
    var head = queue.head(lease.chat());
    return head == null ? Long.MIN_VALUE : head.sortKey();
  }

  private static String sentence(Decision decision, Row.Active lease, Row.Head head, Queue queue) {
    return "transaction "
        + decision.xid()
        + " leased build "
        + lease.build()
        + " of chat "
        + lease.chat()
        + " with key "
        + key(lease, queue)
        + " and passed over "
        + head;
  }
}
