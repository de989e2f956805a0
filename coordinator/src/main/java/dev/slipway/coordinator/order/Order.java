package dev.slipway.coordinator.order;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Who is next. The rules:
 *
 * <ol>
 *   <li>The tenant with the smallest dominant share ÷ weight has its turn. Its dominant share is
 *       the largest of (running ÷ the cluster's running), (CPU ÷ the cluster's CPU) and (memory ÷
 *       the cluster's memory): dominant resource fairness, Ghodsi et al., "Dominant Resource
 *       Fairness: Fair Allocation of Multiple Resource Types", NSDI 2011. Where the cluster has no
 *       limit, a nominal capacity stands in for it. Ties: the better head, then the tenant's id.
 *   <li>Of that tenant the best head that fits is admitted: with it, running, CPU and memory stay
 *       within the limits of its chat, project, tenant and the cluster, and none of them is paused.
 *       The share is worked out anew after each admission.
 *   <li>A head that is ready for longer than the limit, and lacks nothing but CPU or memory,
 *       reserves the narrowest scope that refuses it: nothing that comes later takes from that
 *       scope in this decision. A head that needs more than a scope may hold at all never reserves.
 *   <li>When a tenant's list comes to its end though the store has more of it that might fit, the
 *       decision stops there.
 * </ol>
 */
public final class Order {
  private Order() {}

  /**
   * Decides. Always the same answer for the same snapshot.
   *
   * @throws IllegalArgumentException when a tenant has two queues
   */
  public static Decision decide(Snapshot snapshot) {
    var passedOver = new ArrayList<PassedOver>();
    var contest = contest(snapshot, passedOver);
    var admitted = new ArrayList<Head>();
    contest.begin(snapshot.now().minus(snapshot.reserveAfter()));
    while (admitted.size() < snapshot.admissionsMax()) {
      var head = contest.next();
      if (head == null) {
        return new Decision(admitted, passedOver, end(contest.dryTenant()));
      }
      admitted.add(head);
    }
    return new Decision(admitted, passedOver, new Decision.End.BatchFull());
  }

  private static Contest contest(Snapshot snapshot, ArrayList<PassedOver> passedOver) {
    var rooms = new Rooms(snapshot.limits(), snapshot.paused());
    snapshot.use().forEach(rooms::add);
    var contest =
        new Contest(
            rooms, snapshot.limits().getOrDefault(Scope.CLUSTER, Limit.UNLIMITED), passedOver);
    snapshot.queues().forEach(contest::enter);
    return contest;
  }

  private static Decision.End end(@Nullable String dryTenant) {
    return dryTenant == null ? new Decision.End.Complete() : new Decision.End.RanDry(dryTenant);
  }
}
