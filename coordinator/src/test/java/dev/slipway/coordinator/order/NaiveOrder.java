package dev.slipway.coordinator.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of {@link Order} once more, slow and plain: everything is worked out anew each time.
 */
final class NaiveOrder {
  private final Snapshot snapshot;
  private final List<Head> admitted = new ArrayList<>();
  private final List<PassedOver> passedOver = new ArrayList<>();
  private final Set<Head> seen = new HashSet<>();
  private final Set<String> out = new HashSet<>();
  private final Map<Scope, Head> reservations = new HashMap<>();

  private NaiveOrder(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  static Decision decide(Snapshot snapshot) {
    return new NaiveOrder(snapshot).decide();
  }

  private Decision decide() {
    while (admitted.size() < snapshot.admissionsMax()) {
      var turn =
          snapshot.queues().stream()
              .filter(queue -> !out.contains(queue.tenant()))
              .filter(queue -> queue.more() || !unseen(queue).isEmpty())
              .min(
                  Comparator.<TenantQueue>comparingDouble(this::share)
                      .thenComparingLong(this::key)
                      .thenComparing(TenantQueue::tenant));
      if (turn.isEmpty()) {
        return new Decision(admitted, passedOver, new Decision.End.Complete());
      }
      var queue = turn.get();
      boolean fit = false;
      for (var head : unseen(queue)) {
        seen.add(head);
        var blockers = blockers(head);
        if (blockers.isEmpty()) {
          admitted.add(head);
          fit = true;
          break;
        }
        passedOver.add(new PassedOver(head, blockers));
        reserve(head, blockers);
      }
      if (!fit) {
        out.add(queue.tenant());
        var smallest = new Head(-1, 1, queue.tenant(), "?", 0, 1, 1, snapshot.now());
        boolean mayFit =
            blockers(smallest, new Scope.Tenant(queue.tenant())).isEmpty()
                && blockers(smallest, Scope.CLUSTER).isEmpty();
        if (queue.more() && mayFit) {
          return new Decision(admitted, passedOver, new Decision.End.RanDry(queue.tenant()));
        }
      }
    }
    return new Decision(admitted, passedOver, new Decision.End.BatchFull());
  }

  private List<Head> unseen(TenantQueue queue) {
    return queue.heads().stream().filter(head -> !seen.contains(head)).toList();
  }

  private long key(TenantQueue queue) {
    var unseen = unseen(queue);
    if (!unseen.isEmpty()) {
      return unseen.getFirst().sortKey();
    }
    return queue.heads().isEmpty() ? Long.MIN_VALUE : queue.heads().getLast().sortKey();
  }

  double share(TenantQueue queue) {
    var capacity = snapshot.limits().getOrDefault(Scope.CLUSTER, Limit.UNLIMITED);
    var tenant = new Scope.Tenant(queue.tenant());
    double share = 0;
    for (var resource : Resource.values()) {
      long of = capacity.of(resource);
      of = of == Limit.NONE || of == 0 ? Contest.NOMINAL_CAPACITY.of(resource) : of;
      share = Math.max(share, (double) used(tenant, resource) / of);
    }
    return share / queue.weight();
  }

  /** What is held in a scope, with what has been admitted so far. */
  private long used(Scope scope, Resource resource) {
    var all = new ArrayList<>(snapshot.use());
    admitted.forEach(head -> all.add(Use.of(head)));
    return all.stream()
        .filter(use -> scopes(use.tenant(), use.project(), use.chatNo()).contains(scope))
        .mapToLong(
            use ->
                switch (resource) {
                  case RUNNING -> use.running();
                  case CPU -> use.cpuMillis();
                  case MEMORY -> use.memoryMib();
                })
        .sum();
  }

  private static List<Scope> scopes(String tenant, String project, long chatNo) {
    return List.of(
        new Scope.Chat(chatNo),
        new Scope.Project(tenant, project),
        new Scope.Tenant(tenant),
        Scope.CLUSTER);
  }

  private List<Blocker> blockers(Head head) {
    return scopes(head.tenant(), head.project(), head.chatNo()).stream()
        .flatMap(scope -> blockers(head, scope).stream())
        .toList();
  }

  private List<Blocker> blockers(Head head, Scope scope) {
    var blockers = new ArrayList<Blocker>();
    if (snapshot.paused().contains(scope)) {
      blockers.add(new Blocker.Paused(scope));
    }
    var limit = snapshot.limits().getOrDefault(scope, Limit.UNLIMITED);
    for (var resource : Resource.values()) {
      long used = used(scope, resource);
      if (head.need(resource) > limit.of(resource)) {
        blockers.add(
            new Blocker.NeverFits(scope, resource, limit.of(resource), head.need(resource)));
      } else if (used + head.need(resource) > limit.of(resource)) {
        blockers.add(
            new Blocker.Full(scope, resource, limit.of(resource), used, head.need(resource)));
      }
    }
    if (reservations.containsKey(scope)) {
      blockers.add(new Blocker.Reserved(scope, reservations.get(scope)));
    }
    return blockers;
  }

  private void reserve(Head head, List<Blocker> blockers) {
    boolean overdue = head.readyTime().plus(snapshot.reserveAfter()).isBefore(snapshot.now());
    boolean onlyCapacity =
        blockers.stream()
            .allMatch(
                blocker ->
                    blocker instanceof Blocker.Full full && full.resource() != Resource.RUNNING);
    if (overdue && onlyCapacity) {
      reservations.put(blockers.getFirst().scope(), head);
    }
  }
}
