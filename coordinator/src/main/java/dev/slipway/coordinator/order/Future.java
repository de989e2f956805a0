package dev.slipway.coordinator.order;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One way in which the queue may go on: builds end, holds and pauses end, and after each of these
 * {@link Contest} admits. Time is in milliseconds since the scene's now. Mutable; one run.
 */
final class Future {
  /** Later than this is never. */
  private static final Duration HORIZON = Duration.ofDays(365);

  /** Newcomers that take everything end a run, however few of the scene's builds have started. */
  private static final int EVENTS_PER_START = 5;

  private static final int EVENTS_MIN = 2_000;

  private final Scene scene;
  private final Luck luck;
  private final int startsMax;
  private final Rooms rooms;
  private final Contest contest;
  private final Map<Long, ChatAhead> chats = new LinkedHashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();

  /** Builds of inflows that wait, by the number of the chat that each is. */
  private final Map<Long, Inflow> newcomers = new HashMap<>();

  private final List<Start> starts = new ArrayList<>();
  private long newcomersCount;
  private int eventsCount;
  private double time;

  /**
   * A build that started.
   *
   * @param build its number in the scene, counted through all chats from 0
   */
  record Start(int build, long chatNo, long place, double time) {}

  private sealed interface Change {
    /** A build gave back what it held; its chat is null when nothing waits in it. */
    record Ended(Use use, @Nullable ChatAhead chat) implements Change {}

    /** A chat may have a head now. */
    record Due(ChatAhead chat) implements Change {}

    /** A build that is not in the scene was submitted. */
    record Submitted(Inflow inflow) implements Change {}

    /** A pause is over. */
    record Resumed(Scope scope) implements Change {}
  }

  private record Event(double time, Change change) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return Double.compare(time, other.time);
    }
  }

  Future(Scene scene, Luck luck, int startsMax) {
    this.scene = scene;
    this.luck = luck;
    this.startsMax = startsMax;
    this.rooms = new Rooms(scene.limits(), scene.pausedUntil().keySet());
    this.contest =
        new Contest(rooms, scene.limits().getOrDefault(Scope.CLUSTER, Limit.UNLIMITED), null);
  }

  /** Runs until enough have started or nothing happens any more; returns the starts, in order. */
  List<Start> run() {
    begin();
    admit();
    int eventsMax = EVENTS_MIN + EVENTS_PER_START * startsMax;
    while (starts.size() < startsMax && !events.isEmpty() && eventsCount < eventsMax) {
      time = events.element().time();
      contest.begin(instant().minus(scene.reserveAfter()));
      while (!events.isEmpty() && events.element().time() == time) {
        apply(events.remove().change());
        eventsCount++;
      }
      admit();
    }
    return starts;
  }

  /** How much work the run was. */
  int eventsCount() {
    return eventsCount;
  }

  private void begin() {
    int builds = 0;
    for (var queue : scene.chats()) {
      chats.put(queue.chatNo(), new ChatAhead(queue, builds));
      builds += queue.waiting().size();
    }
    for (var running : scene.running()) {
      rooms.add(running.use());
      var chat = chats.get(running.use().chatNo());
      if (chat != null) {
        chat.started();
      }
      later(luck.remainingMillis(running), new Change.Ended(running.use(), chat));
    }
    scene.pausedUntil().forEach((scope, until) -> later(millis(until), new Change.Resumed(scope)));
    var tenants = new TreeSet<String>();
    scene.chats().forEach(queue -> tenants.add(queue.tenant()));
    scene.inflows().forEach(inflow -> tenants.add(inflow.tenant()));
    for (var tenant : tenants) {
      double weight = scene.weights().getOrDefault(tenant, 1.0);
      contest.enter(new TenantQueue(tenant, weight, List.of(), false));
    }
    contest.begin(scene.now().minus(scene.reserveAfter()));
    chats.values().forEach(this::offer);
    scene.inflows().forEach(this::expect);
  }

  private void apply(Change change) {
    switch (change) {
      case Change.Ended(var use, var chat) -> {
        contest.release(use);
        if (chat != null) {
          chat.ended();
          offer(chat);
        }
      }
      case Change.Due(var chat) -> {
        chat.withdraw();
        offer(chat);
      }
      case Change.Submitted(var inflow) -> submit(inflow);
      case Change.Resumed(var scope) -> rooms.resume(scope);
    }
  }

  /** Makes the chat's next build a head, now or when its hold is over. */
  private void offer(ChatAhead chat) {
    if (!chat.hasFreeHead()) {
      return;
    }
    chat.offer();
    double held = millis(chat.next().heldUntil());
    if (held > time) {
      later(held, new Change.Due(chat));
    } else {
      contest.add(chat.head(time == 0 ? chat.next().readyTime() : instant()));
    }
  }

  private void expect(Inflow inflow) {
    later(time + luck.millisToNext(inflow), new Change.Submitted(inflow));
  }

  private void submit(Inflow inflow) {
    // Chats of the scene have positive numbers.
    long chatNo = -1 - newcomersCount++;
    newcomers.put(chatNo, inflow);
    contest.add(inflow.head(chatNo, instant()));
    expect(inflow);
  }

  private void admit() {
    while (starts.size() < startsMax) {
      var head = contest.next();
      if (head == null) {
        return;
      }
      var newcomer = newcomers.remove(head.chatNo());
      if (newcomer != null) {
        later(time + luck.millis(newcomer.estimate()), new Change.Ended(Use.of(head), null));
        continue;
      }
      var chat = Objects.requireNonNull(chats.get(head.chatNo()));
      starts.add(new Start(chat.build(), head.chatNo(), head.place(), time));
      later(time + luck.millis(chat.next().estimate()), new Change.Ended(Use.of(head), chat));
      chat.advance();
      if (chat.hasFreeHead()) {
        // Another slot of the chat is free: its next head appears after this round.
        chat.offer();
        later(time, new Change.Due(chat));
      }
    }
  }

  private void later(double when, Change change) {
    if (when < HORIZON.toMillis()) {
      events.add(new Event(Math.max(time, when), change));
    }
  }

  private Instant instant() {
    return scene.now().plusMillis((long) time);
  }

  /** From now; 0 for what has passed, beyond the horizon for what nobody knows. */
  private double millis(Instant when) {
    if (!when.isAfter(scene.now())) {
      return 0;
    }
    return when.isAfter(scene.now().plus(HORIZON))
        ? Double.MAX_VALUE
        : Duration.between(scene.now(), when).toMillis();
  }
}
