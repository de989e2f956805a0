package dev.slipway.checker.story;

import dev.slipway.checker.history.Need;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A good history of random commands, with transactions that overlap: what has not committed is
 * neither seen nor taken. With a fault, its dispatch gets one thing wrong.
 */
public final class RandomStory {

  /** What dispatch gets wrong. */
  public enum Fault {
    NONE,
    OVER_LIMIT_BY_ONE,
    LATEST_KEY_FIRST,
    GREEDY_TENANT_FIRST,
    IGNORES_PAUSE,
    SECOND_OF_CHAT
  }

  private static final List<String> TENANTS = List.of("ada", "bo", "cy");

  private final Random random;
  private final Fault fault;
  private final Story story = new Story();
  private final Map<String, Double> weights = new HashMap<>();
  private final Map<Scope, long[]> limits = new HashMap<>();
  private final Set<Scope> paused = new HashSet<>();

  /** Commits to come, each with what it does then. */
  private final List<Runnable> open = new ArrayList<>();

  /** Chats whose head an open transaction has changed, or would. */
  private final Set<Story.Chat> locked = new HashSet<>();

  /** Chats whose row an open transaction has locked: only dispatch does without it. */
  private final Set<Story.Chat> busy = new HashSet<>();

  /** Released by open transactions: for others still held. */
  private final List<Row.Active> releasing = new ArrayList<>();

  /** Builds of open submits: for others not there. */
  private final Set<UUID> coming = new HashSet<>();

  private RandomStory(long seed, Fault fault) {
    this.random = new Random(seed);
    this.fault = fault;
  }

  /** Tells one, of so many commands and until it is at rest. */
  public static Story tell(long seed, int commands, Fault fault) {
    var told = new RandomStory(seed, fault);
    told.begin();
    for (int i = 0; i < commands; i++) {
      told.command();
    }
    told.rest();
    return told.story;
  }

  private void begin() {
    for (var tenant : TENANTS) {
      weights.put(tenant, random.nextBoolean() ? 1.0 : 2.0);
      story.tenant(tenant, weights.get(tenant));
      if (random.nextInt(3) > 0) {
        limit(Story.ofTenant(tenant), 1 + random.nextInt(4));
      }
      for (int i = 0; i < 3; i++) {
        story.chat(tenant + i, tenant, random.nextInt(4) == 0 ? 2 : 1);
      }
    }
    limit(Story.cluster(), 3 + random.nextInt(4));
  }

  private void limit(Scope scope, long running) {
    var cpu = random.nextBoolean() ? running * 1_200 : Long.MAX_VALUE;
    limits.put(scope, new long[] {running, cpu});
    story.quota(scope, running, cpu == Long.MAX_VALUE ? null : cpu, null);
  }

  private void command() {
    story.pass(random.nextInt(50));
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> submit();
      case 4, 5, 6 -> decide();
      case 7, 8 -> oneActive("STARTING", story::start);
      case 9 -> oneActive("RUNNING", this::end);
      case 10 -> oneActive("STARTING", story::lose);
      case 11 -> cancel();
      case 12 -> {
        if (random.nextInt(3) == 0) {
          policy();
        }
      }
      default -> commitOne();
    }
  }

  private void submit() {
    var chat = pick(story.chats().stream().filter(one -> !busy.contains(one)).toList());
    if (chat == null) {
      return;
    }
    var build = story.id();
    long headStart = random.nextInt(4) == 0 ? 300_000 : 0;
    var before = chat.head();
    long xid = story.beginSubmit(chat, build, 500 * (1 + random.nextInt(4)), 256, headStart);
    boolean touchedHead = before != chat.head();
    // Dispatch would wait for whoever has changed a head that it sees, so that one commits at once.
    boolean dispatchWaits = before != null && touchedHead || chat.maxParallel > 1;
    if (dispatchWaits || random.nextInt(3) > 0) {
      story.endSubmit(xid, chat, build);
      return;
    }
    coming.add(build);
    if (touchedHead) {
      locked.add(chat);
    }
    busy.add(chat);
    open.add(
        () -> {
          story.endSubmit(xid, chat, build);
          coming.remove(build);
          locked.remove(chat);
          busy.remove(chat);
        });
  }

  private void end(UUID build) {
    var row = story.active(build);
    var chat = story.chatOf(build);
    long xid = story.beginEnd(build, random.nextInt(5) == 0 ? "FAILED" : "SUCCEEDED");
    if (chat.maxParallel > 1 || random.nextInt(3) > 0) {
      story.commit(xid);
      return;
    }
    locked.add(chat);
    busy.add(chat);
    releasing.add(row);
    open.add(
        () -> {
          story.commit(xid);
          locked.remove(chat);
          busy.remove(chat);
          releasing.remove(row);
        });
  }

  private void cancel() {
    var row =
        pick(
            story.chats().stream()
                .filter(chat -> !busy.contains(chat))
                .flatMap(chat -> chat.waiting().stream())
                .toList());
    if (row != null) {
      story.cancelWaiting(row.build());
    }
  }

  private void policy() {
    var scope = Story.ofTenant(TENANTS.get(random.nextInt(TENANTS.size())));
    if (random.nextBoolean()) {
      limit(scope, 1 + random.nextInt(4));
    } else if (paused.remove(scope)) {
      story.resume(scope);
    } else {
      paused.add(scope);
      story.pause(scope, null);
    }
  }

  private void commitOne() {
    if (!open.isEmpty()) {
      open.remove(random.nextInt(open.size())).run();
    }
  }

  private void oneActive(String state, java.util.function.Consumer<UUID> act) {
    var row =
        pick(
            story.chats().stream()
                .filter(chat -> !busy.contains(chat))
                .flatMap(chat -> chat.active().stream())
                .filter(one -> one.state().equals(state))
                .toList());
    if (row != null) {
      act.accept(row.build());
    }
  }

  // ------------------------------------------------------------------------------------ dispatch

  private void decide() {
    var taken = new ArrayList<Row.Active>();
    var builds = new ArrayList<UUID>();
    var chats = new HashSet<Long>();
    int most = 1 + random.nextInt(4);
    while (builds.size() < most) {
      var head = next(taken, chats);
      if (head == null) {
        break;
      }
      chats.add(head.chat());
      var waiting = leased(head);
      builds.add(waiting.build());
      taken.add(
          new Row.Active(
              waiting.build(),
              waiting.tenant(),
              waiting.project(),
              waiting.chat(),
              waiting.place(),
              0,
              1,
              "STARTING",
              1,
              0,
              waiting.build(),
              waiting.need(),
              1));
    }
    if (!builds.isEmpty()) {
      story.lease(builds.toArray(UUID[]::new));
    }
  }

  private Row.Waiting leased(Row.Head head) {
    var waiting = List.copyOf(story.chat(head.chat()).waiting());
    return waiting.get(fault == Fault.SECOND_OF_CHAT && waiting.size() > 1 ? 1 : 0);
  }

  private Row.@Nullable Head next(List<Row.Active> taken, Set<Long> chats) {
    var byKey = Comparator.comparingLong(Row.Head::sortKey).thenComparingLong(Row.Head::chat);
    return TENANTS.stream()
        .sorted(
            fault == Fault.GREEDY_TENANT_FIRST
                ? Comparator.comparingDouble((String tenant) -> -share(tenant, taken))
                : Comparator.comparingDouble(tenant -> share(tenant, taken)))
        .flatMap(
            tenant ->
                story.chats().stream()
                    .filter(chat -> !locked.contains(chat) && !chats.contains(chat.no))
                    .map(Story.Chat::head)
                    .filter(head -> head != null && head.tenant().equals(tenant))
                    .filter(head -> head.ready() && !pausedFor(head) && fits(head, taken))
                    .filter(head -> !coming.contains(leased(head).build()))
                    .sorted(fault == Fault.LATEST_KEY_FIRST ? byKey.reversed() : byKey))
        .findFirst()
        .orElse(null);
  }

  private double share(String tenant, List<Row.Active> taken) {
    var held = held(row -> row.tenant().equals(tenant), taken);
    return Math.max(held.cpuMillis() / 10_000.0, held.memoryMib() / 4_096.0) / weights.get(tenant);
  }

  private boolean pausedFor(Row.Head head) {
    return fault != Fault.IGNORES_PAUSE
        && paused.stream()
            .anyMatch(scope -> scope.covers(head.tenant(), head.project(), head.chat()));
  }

  private boolean fits(Row.Head head, List<Row.Active> taken) {
    return limits.entrySet().stream()
        .filter(limit -> limit.getKey().covers(head.tenant(), head.project(), head.chat()))
        .allMatch(
            limit -> {
              var scope = limit.getKey();
              var total =
                  held(row -> scope.covers(row.tenant(), row.project(), row.chat()), taken)
                      .plus(head.need());
              long extra = fault == Fault.OVER_LIMIT_BY_ONE ? 1 : 0;
              return total.count() <= limit.getValue()[0] + extra
                  && (fault == Fault.OVER_LIMIT_BY_ONE || total.cpuMillis() <= limit.getValue()[1]);
            });
  }

  private Need held(Predicate<Row.Active> which, List<Row.Active> taken) {
    var rows = new ArrayList<>(taken);
    rows.addAll(releasing);
    story.chats().forEach(chat -> rows.addAll(chat.active()));
    return rows.stream().filter(which).map(Row.Active::need).reduce(Need.NONE, Need::plus);
  }

  // ------------------------------------------------------------------------------------ the rest

  private void rest() {
    while (!open.isEmpty()) {
      commitOne();
    }
    paused.forEach(story::resume);
    paused.clear();
    // Room for every build there can be, so that nothing waits for ever.
    List.copyOf(limits.keySet())
        .forEach(
            scope -> {
              limits.put(scope, new long[] {100, Long.MAX_VALUE});
              story.quota(scope, 100L, null, null);
            });
    boolean more = true;
    while (more) {
      decide();
      more = false;
      for (var chat : story.chats()) {
        for (var row : List.copyOf(chat.active())) {
          more = true;
          if (row.state().equals("STARTING")) {
            story.start(row.build());
          }
          story.succeed(row.build());
        }
      }
      more |= story.chats().stream().anyMatch(chat -> chat.head() != null);
    }
  }

  private <T> @Nullable T pick(List<T> choice) {
    return choice.isEmpty() ? null : choice.get(random.nextInt(choice.size()));
  }
}
