package dev.slipway.checker.rule;

import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Need;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.replay.Decision;
import dev.slipway.checker.replay.Decisions;
import dev.slipway.checker.replay.Queue;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The tenant with the lower dominant share ÷ weight goes first.
 *
 * <p>The checker does not know what the shares are shares of, so it accuses only where that makes
 * no difference: where a tenant that was passed over held less per weight of everything – builds,
 * CPU, memory – even counting what was released meanwhile and all that the decision gave it, than
 * the other held before the last lease that it got.
 */
public final class FairShare implements Rule {

  @Override
  public String name() {
    return "I14 between tenants the lower share goes first";
  }

  @Override
  public Findings check(History history) {
    var tally = new Tally();
    Decisions.replay(history, (decision, queue) -> check(decision, queue, tally));
    return tally.findings();
  }

  private static void check(Decision decision, Queue queue, Tally tally) {
    var served = decision.leases().stream().map(Row.Active::tenant).distinct().toList();
    var bystander = new Bystander(decision, queue);
    for (var tenant : queue.tenants()) {
      var head = firstLeft(decision, queue, tenant);
      if (head == null
          || !bystander.couldGo(head)
          || queue.headsChangedSince(tenant, decision.earliest())
          || bystander.mayReserve(tenant)) {
        continue;
      }
      for (var other : served) {
        if (!other.equals(tenant)) {
          tally.fact();
          passedOver(decision, queue, head, other, bystander, tally);
        }
      }
    }
  }

  /** The tenant's best head that was not taken: however few heads are read, it is among them. */
  private static Row.@org.jspecify.annotations.Nullable Head firstLeft(
      Decision decision, Queue queue, String tenant) {
    return queue.heads(tenant).stream()
        .filter(head -> head.ready() && !decision.leased(head.chat()))
        .findFirst()
        .orElse(null);
  }

  private static void passedOver(
      Decision decision,
      Queue queue,
      Row.Head head,
      String other,
      Bystander bystander,
      Tally tally) {
    var leases = decision.leases().stream().filter(lease -> lease.tenant().equals(other)).toList();
    boolean comparable =
        leases.stream()
            .allMatch(
                lease ->
                    head.need().within(lease.need())
                        && bystander.fitsBeside(head, lease)
                        && !reserved(lease, queue, bystander));
    if (!comparable) {
      return;
    }
    var most =
        queue
            .heldAtMost(row -> row.tenant().equals(head.tenant()), decision.summed())
            .plus(decision.taken(head.tenant()));
    var largest = leases.stream().map(Row.Active::need).reduce(Need.NONE, Need::orMore);
    var least =
        queue
            .held(row -> row.tenant().equals(other))
            .plus(decision.taken(other))
            .minus(released(decision, other))
            .minus(largest);
    double weight = lowest(queue.weightsSince(head.tenant(), decision.earliest()));
    double otherWeight = highest(queue.weightsSince(other, decision.earliest()));
    if (most.count() / weight < least.count() / otherWeight
        && most.cpuMillis() / weight < least.cpuMillis() / otherWeight
        && most.memoryMib() / weight < least.memoryMib() / otherWeight) {
      tally.violation(
          "transaction "
              + decision.xid()
              + " leased builds of "
              + other
              + ", which held "
              + least
              + " (weight "
              + otherWeight
              + "), and passed over "
              + head
              + ", whose tenant held "
              + most
              + " (weight "
              + weight
              + ")");
    }
  }

  private static Need released(Decision decision, String tenant) {
    return decision.changes().stream()
        .filter(change -> change.deletes())
        .map(change -> change.row())
        .filter(row -> row instanceof Row.Active active && active.tenant().equals(tenant))
        .map(row -> ((Row.Active) row).need())
        .reduce(Need.NONE, Need::plus);
  }

  private static boolean reserved(Row.Active lease, Queue queue, Bystander bystander) {
    var head = queue.head(lease.chat());
    return head == null || bystander.mayReserve(head);
  }

  private static double lowest(List<Double> weights) {
    return Collections.min(weights);
  }

  private static double highest(Collection<Double> weights) {
    return Collections.max(weights);
  }
}
