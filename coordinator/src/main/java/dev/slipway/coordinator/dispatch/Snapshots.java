package dev.slipway.coordinator.dispatch;

import dev.slipway.coordinator.dispatch.DispatchRepository.ReadyHead;
import dev.slipway.coordinator.dispatch.DispatchRepository.ScopeLimit;
import dev.slipway.coordinator.order.Head;
import dev.slipway.coordinator.order.Limit;
import dev.slipway.coordinator.order.Scope;
import dev.slipway.coordinator.order.Snapshot;
import dev.slipway.coordinator.order.TenantQueue;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a decision is made from. */
@Singleton
public class Snapshots {
  private final DispatchRepository repository;
  private final DispatchConfig config;

  Snapshots(DispatchRepository repository, DispatchConfig config) {
    this.repository = repository;
    this.config = config;
  }

  /**
   * A snapshot, and the chats of its heads that may run several builds at a time.
   *
   * @param parallel numbers of chats
   */
  public record Read(Snapshot snapshot, Set<Long> parallel) {}

  /**
   * What is true now, in the caller's transaction, without a lock.
   *
   * @param headsMax of one tenant
   * @param admissionsMax as in {@link Snapshot}
   */
  public Read read(Connection connection, int headsMax, int admissionsMax) {
    // Each statement sees what was committed when it began. Heads come before limits: a limit or a
    // pause that was acknowledged before a head was there is then never too late for it.
    var heads = repository.heads(connection, headsMax + 1);
    var now = repository.now(connection);
    var limits = repository.limits(connection);
    var pauses = repository.pauses(connection);
    var use = repository.use(connection);
    BatchRepository.together(heads, now, limits, pauses, use);
    var parallel = new HashSet<Long>();
    var queues = queues(heads.rows(), headsMax, parallel);
    return new Read(
        new Snapshot(
            now.rows().getFirst(),
            limits(limits.rows()),
            Set.copyOf(pauses.rows()),
            use.rows(),
            queues,
            admissionsMax,
            config.reserveAfter()),
        parallel);
  }

  private Map<Scope, Limit> limits(List<ScopeLimit> stored) {
    var limits = new HashMap<Scope, Limit>();
    for (ScopeLimit one : stored) {
      limits.put(one.scope(), one.limit());
    }
    limits.merge(
        Scope.CLUSTER,
        new Limit(config.maxBuilds(), Limit.NONE, Limit.NONE),
        (set, ours) ->
            set.running() == Limit.NONE
                ? new Limit(ours.running(), set.cpuMillis(), set.memoryMib())
                : set);
    return limits;
  }

  /** One more than wanted was read of each tenant, which tells whether there are more. */
  private static List<TenantQueue> queues(List<ReadyHead> heads, int headsMax, Set<Long> parallel) {
    var queues = new ArrayList<TenantQueue>();
    for (int from = 0; from < heads.size(); ) {
      var first = heads.get(from);
      int to = from;
      var queue = new ArrayList<Head>();
      while (to < heads.size() && heads.get(to).head().tenant().equals(first.head().tenant())) {
        if (queue.size() < headsMax) {
          queue.add(heads.get(to).head());
        }
        if (heads.get(to).parallel()) {
          parallel.add(heads.get(to).head().chatNo());
        }
        to++;
      }
      queues.add(
          new TenantQueue(first.head().tenant(), first.weight(), queue, to - from > headsMax));
      from = to;
    }
    return queues;
  }
}
