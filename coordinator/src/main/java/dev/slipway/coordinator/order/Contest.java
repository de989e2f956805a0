package dev.slipway.coordinator.order;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives capacity to one head after another: the tenant with the smallest share ÷ weight, its best
 * head that fits. {@link Order} asks for one round; {@link Simulation} lets builds end and heads
 * appear between rounds. Within a round use only grows, so what did not fit is not looked at again.
 */
final class Contest {
  /**
   * What shares are parts of where the cluster has no limit: a thousand builds of the default size.
   * Only the proportions matter.
   */
  static final Limit NOMINAL_CAPACITY = new Limit(1_000, 1_000_000, 1_024_000);

  private final Rooms rooms;
  private final Limit capacity;
  private final @Nullable List<PassedOver> passedOver;
  private final Map<String, Contender> contenders = new HashMap<>();

  /** Those whose turn is still to come in this round, in order. */
  private final TreeSet<Contender> waiting = new TreeSet<>();

  /** Those that this round has set aside, or of which it has passed a head. */
  private final List<Contender> touched = new ArrayList<>();

  private final List<Room> reserved = new ArrayList<>();
  private Instant overdueBefore = Instant.MIN;
  private long leastCpu = Long.MAX_VALUE;
  private long leastMemory = Long.MAX_VALUE;
  private @Nullable String dryTenant;

  /**
   * @param clusterLimit what shares are parts of
   * @param passedOver takes who is passed over, and why; null to look at hopeless heads not at all
   */
  Contest(Rooms rooms, Limit clusterLimit, @Nullable List<PassedOver> passedOver) {
    this.rooms = rooms;
    this.capacity = capacity(clusterLimit);
    this.passedOver = passedOver;
  }

  /** Where the cluster has no limit, or 0, which nothing can be a part of, the nominal capacity. */
  private static Limit capacity(Limit limit) {
    return new Limit(
        orNominal(limit.running(), NOMINAL_CAPACITY.running()),
        orNominal(limit.cpuMillis(), NOMINAL_CAPACITY.cpuMillis()),
        orNominal(limit.memoryMib(), NOMINAL_CAPACITY.memoryMib()));
  }

  private static long orNominal(long limit, long nominal) {
    return limit == Limit.NONE || limit == 0 ? nominal : limit;
  }

  /** A tenant joins, with the use that its room has by then. */
  void enter(TenantQueue queue) {
    var contender = new Contender(queue, rooms.tenant(queue.tenant()));
    if (contenders.put(queue.tenant(), contender) != null) {
      throw new IllegalArgumentException("tenant " + queue.tenant() + " has two queues");
    }
    queue.heads().forEach(this::keepLeast);
    contender.updateShare(capacity);
    comeBack(contender);
  }

  /**
   * Begins a round: every head will be looked at again, and reservations are made anew.
   *
   * @param overdueBefore heads that were ready before this reserve
   */
  void begin(Instant overdueBefore) {
    this.overdueBefore = overdueBefore;
    dryTenant = null;
    reserved.forEach(room -> room.reserve(null));
    reserved.clear();
    for (var contender : touched) {
      leave(contender);
      contender.rewind();
      comeBack(contender);
    }
    touched.clear();
  }

  /** A head of a tenant that has joined is ready. After the beginning of a round only. */
  void add(Head head) {
    var contender = contenders.get(head.tenant());
    if (contender == null) {
      throw new IllegalArgumentException("tenant " + head.tenant() + " has no queue");
    }
    leave(contender);
    contender.insert(head);
    keepLeast(head);
    comeBack(contender);
  }

  /** What was held is free. After the beginning of a round only. */
  void release(Use use) {
    var contender = contenders.get(use.tenant());
    if (contender == null) {
      rooms.remove(use);
      return;
    }
    leave(contender);
    rooms.remove(use);
    contender.updateShare(capacity);
    comeBack(contender);
  }

  /** Admits the next head; null when the round is over. */
  @Nullable Head next() {
    while (!waiting.isEmpty() && !isHopeless()) {
      var contender = waiting.pollFirst();
      var head = firstThatFits(contender);
      if (head != null) {
        rooms.add(head);
        contender.remove();
        contender.updateShare(capacity);
        comeBack(contender);
        return head;
      }
      setAside(contender);
      if (contender.more && mayHideOneThatFits(contender)) {
        dryTenant = contender.tenant;
        return null;
      }
    }
    return null;
  }

  /** Whose list ended though the store has more that might fit; null if nobody's. */
  @Nullable String dryTenant() {
    return dryTenant;
  }

  /**
   * Whether nobody fits any more, so that nobody has to be looked at; when reasons are wanted,
   * everybody is.
   */
  private boolean isHopeless() {
    return passedOver == null && !rooms.cluster.admits(leastCpu, leastMemory);
  }

  /** The same for one tenant: only its own room could still be reserved, and that is full. */
  private boolean isHopeless(Contender contender) {
    return isHopeless() || (passedOver == null && !contender.anyAdmittedByItsRoom());
  }

  private @Nullable Head firstThatFits(Contender contender) {
    while (contender.hasHead() && !isHopeless(contender)) {
      var head = contender.head();
      var project = rooms.project(head);
      var chat = rooms.chat(head);
      if (rooms.cluster.admits(head)
          && contender.room.admits(head)
          && (project == null || project.admits(head))
          && (chat == null || chat.admits(head))) {
        return head;
      }
      passOver(head, narrowestFirst(chat, project, contender.room));
      setAside(contender);
      contender.pass();
    }
    return null;
  }

  /** The next round looks at it from its first head again. */
  private void setAside(Contender contender) {
    if (contender.touch()) {
      touched.add(contender);
    }
  }

  private List<Room> narrowestFirst(@Nullable Room chat, @Nullable Room project, Room tenant) {
    var way = new ArrayList<Room>(4);
    if (chat != null) {
      way.add(chat);
    }
    if (project != null) {
      way.add(project);
    }
    way.add(tenant);
    way.add(rooms.cluster);
    return way;
  }

  private void passOver(Head head, List<Room> way) {
    if (passedOver != null) {
      var blockers = new ArrayList<Blocker>(2);
      way.forEach(room -> room.addBlockers(head, blockers));
      passedOver.add(new PassedOver(head, blockers));
    }
    if (head.readyTime().isBefore(overdueBefore)) {
      reserve(head, way);
    }
  }

  /**
   * Reserves the narrowest scope that refuses the head: as long as that one refuses, capacity that
   * a wider one kept for it would lie idle. Nothing is reserved while something stands in its way
   * that waiting for CPU or memory does not cure.
   */
  private void reserve(Head head, List<Room> way) {
    Room narrowest = null;
    for (var room : way) {
      if (room.admits(head)) {
        continue;
      }
      if (!room.couldBeReservedFor(head)) {
        return;
      }
      narrowest = narrowest == null ? room : narrowest;
    }
    if (narrowest != null) {
      narrowest.reserve(head);
      reserved.add(narrowest);
    }
  }

  /** Whether the smallest possible head could start, so that it matters what the store has more. */
  private boolean mayHideOneThatFits(Contender contender) {
    return contender.room.admits(1, 1) && rooms.cluster.admits(1, 1);
  }

  private void leave(Contender contender) {
    if (contender.competes()) {
      waiting.remove(contender);
    }
  }

  private void comeBack(Contender contender) {
    if (contender.competes()) {
      waiting.add(contender);
    }
  }

  private void keepLeast(Head head) {
    leastCpu = Math.min(leastCpu, head.cpuMillis());
    leastMemory = Math.min(leastMemory, head.memoryMib());
  }
}
