package dev.slipway.coordinator.order;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scope while decisions are made: what it may hold, what it holds, whom it is reserved for. */
final class Room {
  private static final Resource[] RESOURCES = Resource.values();

  private final Scope scope;
  private final Limit limit;
  private boolean paused;
  private long running;
  private long cpuMillis;
  private long memoryMib;
  private @Nullable Head reservedFor;

  Room(Scope scope, Limit limit, boolean paused) {
    this.scope = scope;
    this.limit = limit;
    this.paused = paused;
  }

  /**
   * @param sign 1 when it begins to be held, -1 when it ends
   */
  void add(Use use, int sign) {
    running += sign * use.running();
    cpuMillis += sign * use.cpuMillis();
    memoryMib += sign * use.memoryMib();
  }

  void resume() {
    paused = false;
  }

  void reserve(@Nullable Head head) {
    reservedFor = head;
  }

  boolean admits(Head head) {
    return admits(head.cpuMillis(), head.memoryMib());
  }

  /** Whether one more build that needs this much may start here. */
  boolean admits(long cpuNeeded, long memoryNeeded) {
    return !paused
        && reservedFor == null
        && running + 1 <= limit.running()
        && cpuMillis + cpuNeeded <= limit.cpuMillis()
        && memoryMib + memoryNeeded <= limit.memoryMib();
  }

  /**
   * Whether only CPU or memory is missing and would be there if the room were empty: what a
   * reservation can bring about. The number of builds needs none, since no other head could take
   * the place either.
   */
  boolean couldBeReservedFor(Head head) {
    return !paused
        && reservedFor == null
        && running + 1 <= limit.running()
        && head.cpuMillis() <= limit.cpuMillis()
        && head.memoryMib() <= limit.memoryMib();
  }

  /** Adds everything that keeps the head from starting here; nothing when it is admitted. */
  void addBlockers(Head head, List<Blocker> blockers) {
    if (paused) {
      blockers.add(new Blocker.Paused(scope));
    }
    for (var resource : RESOURCES) {
      long most = limit.of(resource);
      long used = used(resource);
      long needed = head.need(resource);
      if (needed > most) {
        blockers.add(new Blocker.NeverFits(scope, resource, most, needed));
      } else if (used + needed > most) {
        blockers.add(new Blocker.Full(scope, resource, most, used, needed));
      }
    }
    if (reservedFor != null) {
      blockers.add(new Blocker.Reserved(scope, reservedFor));
    }
  }

  /** The largest of the three parts of a capacity that are used here. */
  double dominantShare(Limit capacity) {
    double share = (double) running / capacity.running();
    share = Math.max(share, (double) cpuMillis / capacity.cpuMillis());
    return Math.max(share, (double) memoryMib / capacity.memoryMib());
  }

  private long used(Resource resource) {
    return switch (resource) {
      case RUNNING -> running;
      case CPU -> cpuMillis;
      case MEMORY -> memoryMib;
    };
  }
}
