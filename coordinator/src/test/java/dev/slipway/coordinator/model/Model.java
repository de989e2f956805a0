package dev.slipway.coordinator.model;

import dev.slipway.coordinator.model.Happening.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The queue as product.md §3 and §4 describe it, in memory and without any cleverness. */
final class Model implements Queue {
  /** Of which there are always these, with these weights. */
  static final Map<String, Double> WEIGHTS = Map.of("t1", 1.0, "t2", 2.0);

  static final int RUNNING_MAX = 3;
  private static final Duration RESERVE_AFTER = Duration.ofMinutes(1);
  private static final Duration STARTUP_TIMEOUT = Duration.ofMinutes(1);
  private static final Duration TIMEOUT = Duration.ofMinutes(15).plusSeconds(30);

  private record Request(Wanted wanted, int build) {}

  private final Witness witness;
  private final TreeMap<Integer, ModelBuild> builds = new TreeMap<>();
  private final List<ModelChat> chats = new ArrayList<>();
  private final Map<String, Request> requests = new HashMap<>();
  private final ModelScopes scopes = new ModelScopes(RUNNING_MAX);
  private final Map<Long, Contest.Head> heads = new TreeMap<>();
  private Instant now;

  Model(Instant now, Witness witness) {
    this.now = now;
    this.witness = witness;
    scopes.add(List.of("cluster"));
    WEIGHTS.keySet().forEach(tenant -> scopes.add(List.of("tenants/" + tenant)));
  }

  Instant now() {
    return now;
  }

  void at(Instant time) {
    now = time;
  }

  List<ModelBuild> builds() {
    return List.copyOf(builds.values());
  }

  private List<ModelBuild> of(ModelChat chat) {
    return builds.values().stream()
        .filter(build -> build.chat == chat)
        .sorted((a, b) -> Long.compare(a.place, b.place))
        .toList();
  }

  private boolean happens(ModelBuild build, Happening what) {
    var before = build.state;
    var after = before.after(what);
    witness.happened(before, what, after, now);
    if (after == null) {
      return false;
    }
    build.state = after;
    if (what.kind() == Kind.LEASED) {
      build.leased = now;
    }
    if (what.kind() == Kind.CLAIMED) {
      build.running = now;
      build.expires = null;
    }
    if (before.active() && after.phase().equals("FAILED")) {
      block(build);
    }
    return true;
  }

  private static void block(ModelBuild build) {
    if (build.chat.blockOnFailure && build.chat.blockedBy == 0) {
      build.chat.blockedBy = build.number;
    }
  }

  @Override
  public Answer submit(Wanted wanted) {
    var key = wanted.tenant() + "/" + wanted.requestId();
    var earlier = wanted.requestId() == null ? null : requests.get(key);
    if (earlier != null) {
      return earlier.wanted.equals(wanted)
          ? Answer.build(earlier.build, null)
          : Answer.said("ALREADY_EXISTS REQUEST_ID_TAKEN");
    }
    var answer = open(wanted, 0);
    if (wanted.requestId() != null && answer.said().startsWith("build")) {
      requests.put(key, new Request(wanted, builds.lastKey()));
    }
    return answer;
  }

  @Override
  public Answer batch(List<Wanted> wanted) {
    var full = scopes.full(wanted, builds.values(), now);
    if (full != null) {
      return Answer.said("RESOURCE_EXHAUSTED " + full);
    }
    var numbers = new ArrayList<Integer>();
    for (var one : wanted) {
      seat(one, 0);
      numbers.add(builds.lastKey());
    }
    refreshHeads();
    return Answer.said("builds " + numbers);
  }

  /**
   * @param retryOf 0: it repeats none
   */
  private Answer open(Wanted wanted, int retryOf) {
    var full = scopes.full(List.of(wanted), builds.values(), now);
    if (full != null) {
      return Answer.said("RESOURCE_EXHAUSTED " + full);
    }
    seat(wanted, retryOf);
    refreshHeads();
    return Answer.build(builds.lastKey(), null);
  }

  private void seat(Wanted wanted, int retryOf) {
    scopes.add(ModelBuild.scopes(wanted.tenant(), wanted.project(), wanted.chat()));
    var chat = chat(wanted);
    boolean inPlace = retryOf != 0 && chat.blockedBy == retryOf;
    long place = inPlace ? builds.get(retryOf).place + 1 : 256 * ++chat.submits;
    if (inPlace) {
      chat.blockedBy = 0;
    }
    var debounced = inPlace ? null : debounce(chat);
    var build =
        new ModelBuild(
            builds.size() + 1, chat, place, wanted, retryOf, first(wanted.notBefore(), debounced));
    build.enqueued = now;
    build.expires =
        wanted.ttlMinutes() == 0 ? null : now.plus(Duration.ofMinutes(wanted.ttlMinutes()));
    builds.put(build.number, build);
    supersede(build);
  }

  private ModelChat chat(Wanted wanted) {
    var found = wanted.chat() == null ? null : chat(wanted.tenant(), wanted.chat());
    if (found != null) {
      return found;
    }
    var made = new ModelChat(wanted.tenant(), wanted.project(), wanted.chat(), chats.size());
    chats.add(made);
    return made;
  }

  private ModelChat chat(String tenant, String id) {
    return chats.stream()
        .filter(chat -> chat.tenant.equals(tenant) && Objects.equals(chat.id, id))
        .findFirst()
        .orElse(null);
  }

  /** Until when the chat waits for more; null when it does not. */
  private Instant debounce(ModelChat chat) {
    if (!chat.debounce) {
      return null;
    }
    var debounced =
        of(chat).stream().filter(build -> build.state.hold().equals("DEBOUNCE")).toList();
    if (debounced.isEmpty()) {
      chat.debounceSince = now;
    }
    var latest = chat.debounceSince.plus(Duration.ofMinutes(Policy.Debounce.MAX_DELAY_MINUTES));
    var until = now.plus(Duration.ofMinutes(Policy.Debounce.DELAY_MINUTES));
    var bounded = until.isAfter(latest) ? latest : until;
    debounced.forEach(build -> build.state = build.state.until("DEBOUNCE", bounded));
    return bounded;
  }

  private State first(Instant notBefore, Instant debounced) {
    boolean scheduled = notBefore != null && notBefore.isAfter(now);
    if (scheduled && (debounced == null || notBefore.isAfter(debounced))) {
      return State.first("SCHEDULE", notBefore);
    }
    return debounced != null && debounced.isAfter(now)
        ? State.first("DEBOUNCE", debounced)
        : State.first("", null);
  }

  private void supersede(ModelBuild newer) {
    var how = newer.wanted.supersede() == null ? newer.chat.supersede : newer.wanted.supersede();
    if (newer.chat.id == null || how.equals("KEEP_ALL")) {
      return;
    }
    for (var older : of(newer.chat)) {
      boolean begun = older.state.attempts() > 0;
      if (older.place < newer.place && (!begun || how.equals("CANCEL_RUNNING"))) {
        happens(older, Happening.superseded(newer.number));
      }
    }
  }

  @Override
  public Answer cancel(int number) {
    var build = builds.get(number);
    if (build == null) {
      return Answer.said("NOT_FOUND");
    }
    happens(build, Happening.of(Kind.CANCELLED));
    refreshHeads();
    return Answer.build(number, null);
  }

  @Override
  public Answer cancelAll(String tenant, String id, boolean force) {
    var found =
        builds().stream()
            .filter(build -> build.chat.tenant.equals(tenant) && id.equals(build.chat.id))
            .filter(build -> build.state.after(Happening.of(Kind.CANCELLED)) != null)
            .toList();
    if (force) {
      found.forEach(build -> happens(build, Happening.of(Kind.CANCELLED)));
      refreshHeads();
    }
    return Answer.said("builds " + found.stream().map(build -> build.number).toList());
  }

  @Override
  public Answer prioritize(int number, Priority priority) {
    var build = builds.get(number);
    if (build == null) {
      return Answer.said("NOT_FOUND");
    }
    if (!build.state.waiting()) {
      return Answer.said("FAILED_PRECONDITION BUILD_NOT_WAITING");
    }
    if (build.priority != priority) {
      happens(build, Happening.of(Kind.PRIORITY_CHANGED));
      build.priority = priority;
      refreshHeads();
    }
    return Answer.build(number, null);
  }

  @Override
  public Answer retry(int number) {
    var build = builds.get(number);
    if (build == null) {
      return Answer.said("NOT_FOUND");
    }
    return build.state.ended() ? repeat(build) : Answer.said("FAILED_PRECONDITION BUILD_NOT_ENDED");
  }

  private Answer repeat(ModelBuild build) {
    var wanted = build.wanted;
    return open(
        new Wanted(
            wanted.tenant(),
            wanted.project(),
            wanted.chat(),
            build.priority,
            wanted.cpuMillis(),
            wanted.memoryMib(),
            null,
            0,
            null,
            null),
        build.number);
  }

  @Override
  public Answer requeue(int number) {
    var build = builds.get(number);
    if (build == null) {
      return Answer.said("NOT_FOUND");
    }
    if (build.requeuedAs != 0) {
      return Answer.build(build.requeuedAs, null);
    }
    if (!build.state.deadLetter()) {
      return Answer.said("FAILED_PRECONDITION NO_DEAD_LETTER");
    }
    var answer = repeat(build);
    if (answer.said().startsWith("build")) {
      build.state = build.state.dead(false);
      build.requeuedAs = builds.lastKey();
    }
    return answer;
  }

  @Override
  public Answer discard(int number) {
    var build = builds.get(number);
    if (build == null) {
      return Answer.said("NOT_FOUND");
    }
    boolean blocks = build.chat.blockedBy == number;
    boolean wasDead = build.state.reason().equals("RUNNER_LOST") && build.requeuedAs == 0;
    if (!blocks && !(wasDead && build.state.ended())) {
      return Answer.said("FAILED_PRECONDITION NO_DEAD_LETTER");
    }
    if (blocks) {
      build.chat.blockedBy = 0;
    }
    build.state = build.state.dead(false);
    refreshHeads();
    return Answer.build(number, null);
  }

  @Override
  public Answer pause(String scope, boolean drain, int minutes) {
    if (scopes.unknown(scope)) {
      return Answer.said("NOT_FOUND");
    }
    scopes.pause(scope, drain, minutes == 0 ? null : now.plus(Duration.ofMinutes(minutes)));
    return Answer.DONE;
  }

  @Override
  public Answer resume(String scope) {
    if (scopes.unknown(scope)) {
      return Answer.said("NOT_FOUND");
    }
    scopes.resume(scope);
    return Answer.DONE;
  }

  @Override
  public Answer limit(String scope, String resource, Integer most) {
    if (scopes.unknown(scope)) {
      return Answer.said("NOT_FOUND");
    }
    scopes.limit(scope, resource, most, RUNNING_MAX);
    return Answer.DONE;
  }

  @Override
  public Answer policy(String tenant, String id, Policy policy) {
    var chat = chat(tenant, id);
    if (chat == null) {
      return Answer.said("NOT_FOUND");
    }
    switch (policy) {
      case Policy.MaxParallel(int most) -> chat.maxParallel = most;
      case Policy.OnFailure(boolean block) -> chat.blockOnFailure = block;
      case Policy.SupersedeBy(var how) -> chat.supersede = how;
      case Policy.Debounce(boolean on) -> chat.debounce = on;
    }
    if (!chat.blockOnFailure) {
      chat.blockedBy = 0;
    }
    refreshHeads();
    return Answer.DONE;
  }

  @Override
  public Answer dispatch() {
    var due = builds().stream().filter(build -> build.state.until() != null).toList();
    var expiring = builds().stream().filter(build -> build.expires != null).toList();
    due.stream()
        .filter(build -> !build.state.until().isAfter(now))
        .forEach(build -> happens(build, Happening.of(Kind.RELEASED)));
    expiring.stream()
        .filter(build -> build.state.waiting() && !build.expires.isAfter(now))
        .forEach(build -> happens(build, Happening.of(Kind.EXPIRED)));
    refreshHeads();
    var started = new ArrayList<Integer>();
    for (boolean more = true; more; ) {
      var admitted = round();
      admitted.forEach(head -> started.add(head.build().number));
      // The next ones of these chats have places too, and were no heads before.
      more = admitted.stream().anyMatch(head -> head.build().chat.maxParallel > 1);
    }
    return Answer.said("started " + started);
  }

  private List<Contest.Head> round() {
    var situation =
        new Contest.Situation(
            now,
            heads.values().stream()
                .filter(head -> head.readySince() != null)
                .filter(head -> !scopes.paused(head.build().scopes(), now))
                .toList(),
            builds().stream().filter(build -> build.state.active()).toList(),
            scopes.limits(),
            WEIGHTS,
            now.minus(RESERVE_AFTER));
    var admitted = Contest.decide(situation);
    witness.decided(situation, admitted);
    admitted.forEach(head -> happens(head.build(), Happening.of(Kind.LEASED)));
    refreshHeads();
    return admitted;
  }

  /**
   * The first build that waits in each chat, if the chat has a place free; ready unless it is held
   * or its chat is blocked; with the best key that waits in the chat.
   */
  private void refreshHeads() {
    for (var chat : chats) {
      var waiting = of(chat).stream().filter(build -> build.state.waiting()).toList();
      long active = of(chat).stream().filter(build -> build.state.active()).count();
      var before = heads.remove(chat.number);
      if (waiting.isEmpty() || active >= chat.maxParallel) {
        continue;
      }
      var first = waiting.getFirst();
      long key = waiting.stream().mapToLong(ModelBuild::sortKey).min().getAsLong();
      boolean ready = first.state.phase().equals("QUEUED") && chat.blockedBy == 0;
      boolean wasReady = before != null && before.build() == first && before.readySince() != null;
      heads.put(
          chat.number,
          new Contest.Head(first, key, !ready ? null : wasReady ? before.readySince() : now));
    }
  }

  @Override
  public Answer report(int number, int attempt, Report report) {
    var build = builds.get(number);
    if (build == null || !build.state.active() || build.state.attempts() != attempt) {
      return Answer.said("fenced");
    }
    var what =
        switch (report) {
          case CLAIMED -> Happening.of(Kind.CLAIMED);
          case SUCCEEDED -> Happening.of(Kind.SUCCEEDED);
          case FAILED -> Happening.of(Kind.FAILED);
          case OVERDUE -> Happening.overdue("STEP_TIMEOUT");
          case LOST -> Happening.lost(true, now.plus(backoff(build)));
          case LOST_UNCOUNTED -> Happening.lost(false, null);
        };
    boolean stopping = build.state.phase().equals("STOPPING");
    if (!happens(build, what)) {
      return Answer.said(stopping ? "stopping" : "impossible");
    }
    refreshHeads();
    return Answer.said("recorded");
  }

  /** About so long: a fifth more or less. */
  static Duration backoff(ModelBuild build) {
    return Duration.ofMinutes(1L << build.state.losses());
  }

  @Override
  public Answer rescue() {
    for (var build : builds()) {
      var state = build.state;
      if (!state.mayStop()) {
        continue;
      }
      if (scopes.drained(build.scopes(), now)) {
        happens(build, Happening.of(Kind.DRAINED));
      } else if (state.phase().equals("STARTING")
          && build.leased.plus(STARTUP_TIMEOUT).isBefore(now)) {
        happens(build, Happening.overdue("STARTUP_TIMEOUT"));
      } else if (state.phase().equals("RUNNING") && build.running.plus(TIMEOUT).isBefore(now)) {
        happens(build, Happening.overdue("BUILD_TIMEOUT"));
      }
    }
    return Answer.DONE;
  }

  @Override
  public Answer restart() {
    builds().stream()
        .filter(build -> build.state.active())
        .forEach(build -> happens(build, Happening.lost(false, null)));
    refreshHeads();
    return Answer.DONE;
  }

  @Override
  public Answer advance(int minutes) {
    var by = Duration.ofMinutes(minutes);
    builds.values().forEach(build -> build.age(by));
    scopes.age(by);
    for (var chat : chats) {
      chat.debounceSince = chat.debounceSince == null ? null : chat.debounceSince.minus(by);
    }
    heads.replaceAll(
        (_, head) ->
            new Contest.Head(
                head.build(),
                head.sortKey() - by.toMillis(),
                head.readySince() == null ? null : head.readySince().minus(by)));
    return Answer.DONE;
  }

  @Override
  public Answer usage(String scope) {
    if (scopes.unknown(scope)) {
      return Answer.said("NOT_FOUND");
    }
    var inside = builds().stream().filter(build -> build.scopes().contains(scope)).toList();
    var active = inside.stream().filter(build -> build.state.active()).toList();
    return Answer.said(
        "running %d cpu_millis %d memory_mib %d queued %d"
            .formatted(
                active.size(),
                active.stream().mapToLong(build -> Contest.need(build, "cpu_millis")).sum(),
                active.stream().mapToLong(build -> Contest.need(build, "memory_mib")).sum(),
                inside.stream().filter(build -> build.state.waiting()).count()));
  }

  @Override
  public Answer explain(int number) {
    var build = builds.get(number);
    if (build == null) {
      return Answer.said("NOT_FOUND");
    }
    if (!build.state.waiting()) {
      return Answer.said("it does not wait");
    }
    var ahead =
        of(build.chat).stream()
            .filter(one -> one.place < build.place && !one.state.ended())
            .toList();
    long before = ahead.size();
    var why = new ArrayList<String>();
    held(build).ifPresent(why::add);
    if (build.chat.blockedBy != 0) {
      why.add("CHAT_BLOCKED " + build.chat.blockedBy);
    }
    boolean slot =
        ahead.stream().filter(one -> one.state.active()).count() < build.chat.maxParallel;
    if (!slot || ahead.stream().anyMatch(one -> one.state.waiting())) {
      why.add("CHAT_PREDECESSOR");
    }
    if (slot) {
      // What the first one of the chat waits for, the others wait for as well.
      ahead.stream()
          .filter(one -> one.state.waiting())
          .min(Comparator.comparingLong(one -> one.place))
          .flatMap(Model::held)
          .filter(kind -> !why.contains(kind))
          .ifPresent(why::add);
    }
    build.scopes().stream()
        .filter(scope -> scopes.paused(List.of(scope), now))
        .sorted()
        .forEach(scope -> why.add("PAUSED " + scope));
    return Answer.said("behind " + before + " of its chat " + why);
  }

  private static Optional<String> held(ModelBuild build) {
    return switch (build.state.hold()) {
      case "" -> Optional.empty();
      case "SCHEDULE" -> Optional.of("SCHEDULED");
      default -> Optional.of(build.state.hold());
    };
  }

  @Override
  public View view() {
    return new View(
        now,
        builds.values().stream().map(ModelBuild::view).toList(),
        heads.values().stream()
            .map(
                head ->
                    new View.Head(
                        head.build().number,
                        head.sortKey(),
                        head.readySince() != null,
                        head.readySince() != null
                            && head.readySince().isBefore(now.minus(RESERVE_AFTER))))
            .sorted((a, b) -> Integer.compare(a.build(), b.build()))
            .toList(),
        chats.stream()
            .filter(chat -> chat.id != null)
            .map(chat -> new View.Chat(chat.scope(), chat.submits, chat.blockedBy))
            .sorted((a, b) -> a.scope().compareTo(b.scope()))
            .toList(),
        List.of());
  }
}
