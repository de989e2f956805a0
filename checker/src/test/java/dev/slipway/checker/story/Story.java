package dev.slipway.checker.story;

import dev.slipway.checker.history.Change;
import dev.slipway.checker.history.History;
import dev.slipway.checker.history.Kill;
import dev.slipway.checker.history.Need;
import dev.slipway.checker.history.Operation;
import dev.slipway.checker.history.Operation.Outcome;
import dev.slipway.checker.history.Row;
import dev.slipway.checker.history.Scope;
import dev.slipway.checker.history.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A small queue that keeps all the rules except who is leased when, which its user decides, and
 * that records a history of it. What it must not do is written into the record afterwards.
 */
public final class Story {

  /** A chat as the story knows it. */
  public static final class Chat {
    final long no;
    final String tenant;
    final String project;
    final int maxParallel;
    long seq;
    final TreeMap<Long, Row.Waiting> waiting = new TreeMap<>();
    final Map<UUID, Row.Active> active = new LinkedHashMap<>();
    Row.@Nullable Head head;

    Chat(long no, String tenant, String project, int maxParallel) {
      this.no = no;
      this.tenant = tenant;
      this.project = project;
      this.maxParallel = maxParallel;
    }

    public Row.@Nullable Head head() {
      return head;
    }

    public Collection<Row.Active> active() {
      return active.values();
    }

    public Collection<Row.Waiting> waiting() {
      return waiting.values();
    }
  }

  private final Recorder recorder = new Recorder();
  private final Map<String, Chat> chats = new LinkedHashMap<>();
  private final Map<Long, Chat> byNo = new HashMap<>();
  private final Map<UUID, Chat> ofBuild = new HashMap<>();
  private final Map<String, Row.Quota> quotas = new HashMap<>();
  private final Map<String, Row.Pause> pauses = new HashMap<>();
  private final List<Operation> operations = new ArrayList<>();
  private final List<Work> works = new ArrayList<>();
  private final List<Kill> kills = new ArrayList<>();
  private final Map<UUID, Long> sent = new HashMap<>();
  private long ids;

  // ------------------------------------------------------------------------------ what there is

  public Chat chat(String name, String tenant, int maxParallel) {
    return chats.computeIfAbsent(
        name,
        _ -> {
          var chat = new Chat(chats.size() + 1, tenant, "site", maxParallel);
          byNo.put(chat.no, chat);
          in(xid -> recorder.change(xid, null, new Row.Chat(chat.no, maxParallel)));
          return chat;
        });
  }

  /** The chat of that name; of tenant "ada" and one build at a time, if it is new. */
  public Chat chat(String name) {
    return chat(name, "ada", 1);
  }

  public void tenant(String tenant, double weight) {
    in(xid -> recorder.change(xid, null, new Row.Tenant(tenant, weight)));
  }

  public void quota(Scope scope, @Nullable Long running, @Nullable Long cpu, @Nullable Long mem) {
    var quota = new Row.Quota(scope, running, cpu, mem);
    in(xid -> recorder.change(xid, quotas.put(scope.name(), quota), quota));
  }

  public void pause(Scope scope, @Nullable Instant until) {
    var pause = new Row.Pause(scope, until);
    in(xid -> recorder.change(xid, pauses.put(scope.name(), pause), pause));
  }

  public void resume(Scope scope) {
    in(xid -> recorder.change(xid, pauses.remove(scope.name()), null));
  }

  public static Scope cluster() {
    return new Scope("cluster", null, null, null);
  }

  public static Scope ofTenant(String tenant) {
    return new Scope("tenants/" + tenant, tenant, null, null);
  }

  public static Scope ofChat(Chat chat) {
    return new Scope("chats/" + chat.no, chat.tenant, null, chat.no);
  }

  public void pass(long millis) {
    recorder.pass(millis);
  }

  public Collection<Chat> chats() {
    return chats.values();
  }

  // -------------------------------------------------------------------------------- what happens

  public UUID submit(String chat) {
    return submit(chat(chat), 1_000, 512, 0);
  }

  public UUID submit(Chat chat, int cpu, int mem, long headStart) {
    var build = id();
    long xid = beginSubmit(chat, build, cpu, mem, headStart);
    endSubmit(xid, chat, build);
    return build;
  }

  /** The rows of a submit, whose commit is still to come. */
  public long beginSubmit(Chat chat, UUID build, int cpu, int mem, long headStart) {
    recorder.pass(1);
    sent.put(build, recorder.nanos());
    long xid = recorder.begin();
    long place = ++chat.seq * 256;
    ofBuild.put(build, chat);
    recorder.change(
        xid,
        null,
        new Row.Requested(build, chat.tenant, chat.project, chat.no, place, "r" + build));
    var row =
        new Row.Waiting(
            build,
            chat.tenant,
            chat.project,
            chat.no,
            place,
            recorder.now().toEpochMilli() - headStart,
            recorder.now(),
            headStart,
            Need.ofOne(cpu, mem),
            0,
            0,
            1,
            null,
            null);
    chat.waiting.put(place, row);
    recorder.change(xid, null, row);
    mendHead(xid, chat);
    return xid;
  }

  public void endSubmit(long xid, Chat chat, UUID build) {
    recorder.commit(xid);
    recorder.pass(1);
    operations.add(
        new Operation(
            operations.size(),
            "SUBMIT",
            sent.getOrDefault(build, 0L),
            recorder.nanos(),
            Outcome.OK,
            chat.tenant,
            "r" + build,
            build,
            null));
  }

  public UUID id() {
    return new UUID(0x7000, ++ids);
  }

  /** One decision: leases these builds, in this order. */
  public void lease(UUID... builds) {
    recorder.pass(1);
    in(xid -> List.of(builds).forEach(build -> lease(xid, build)));
  }

  /** Two decisions, none of which sees the other. */
  public void leaseAtOnce(UUID one, UUID other) {
    long first = recorder.begin();
    long second = recorder.begin();
    lease(first, one);
    lease(second, other);
    recorder.commit(first);
    recorder.commit(second);
  }

  private void lease(long xid, UUID build) {
    var chat = chatOf(build);
    var waiting =
        chat.waiting.values().stream()
            .filter(row -> row.build().equals(build))
            .findFirst()
            .orElseThrow();
    chat.waiting.remove(waiting.place());
    recorder.change(xid, waiting, null);
    int slot = 0;
    for (var used : chat.active.values().stream().map(Row.Active::slot).sorted().toList()) {
      slot = used == slot ? slot + 1 : slot;
    }
    var active =
        new Row.Active(
            build,
            chat.tenant,
            chat.project,
            chat.no,
            waiting.place(),
            slot,
            chat.maxParallel,
            "STARTING",
            waiting.attempt() + 1,
            waiting.losses(),
            id(),
            waiting.need(),
            waiting.lastSequence() + 1);
    chat.active.put(build, active);
    mendHead(xid, chat);
    recorder.change(xid, null, active);
  }

  public void start(UUID build) {
    recorder.pass(1);
    var row = active(build);
    in(
        xid ->
            put(
                xid,
                row,
                new Row.Active(
                    build,
                    row.tenant(),
                    row.project(),
                    row.chat(),
                    row.place(),
                    row.slot(),
                    row.maxParallel(),
                    "RUNNING",
                    row.attempt(),
                    row.losses(),
                    row.attemptUid(),
                    row.need(),
                    row.lastSequence() + 1)));
    works.add(new Work(true, build, row.attempt(), row.attemptUid(), 1, recorder.nanos()));
  }

  public void succeed(UUID build) {
    recorder.commit(beginEnd(build, "SUCCEEDED"));
  }

  /** The rows of an end, whose commit is still to come. */
  public long beginEnd(UUID build, String state) {
    recorder.pass(1);
    endWork(build);
    long xid = recorder.begin();
    var row = active(build);
    var chat = chatOf(build);
    chat.active.remove(build);
    recorder.change(xid, row, null);
    recorder.change(
        xid,
        null,
        new Row.Ended(build, state, row.attempt(), row.attemptUid(), row.lastSequence() + 1));
    mendHead(xid, chat);
    return xid;
  }

  public void commit(long xid) {
    recorder.commit(xid);
  }

  /** Its attempt is lost: it waits again at its place. */
  public void lose(UUID build) {
    recorder.pass(1);
    endWork(build);
    var row = active(build);
    var chat = chatOf(build);
    in(
        xid -> {
          chat.active.remove(build);
          recorder.change(xid, row, null);
          var waiting =
              new Row.Waiting(
                  build,
                  row.tenant(),
                  row.project(),
                  row.chat(),
                  row.place(),
                  recorder.now().toEpochMilli(),
                  recorder.now(),
                  0,
                  row.need(),
                  row.attempt(),
                  row.losses() + 1,
                  row.lastSequence() + 1,
                  null,
                  null);
          chat.waiting.put(waiting.place(), waiting);
          recorder.change(xid, null, waiting);
          mendHead(xid, chat);
        });
  }

  public void cancelWaiting(UUID build) {
    recorder.pass(1);
    var chat = chatOf(build);
    var row =
        chat.waiting.values().stream()
            .filter(one -> one.build().equals(build))
            .findFirst()
            .orElseThrow();
    in(
        xid -> {
          chat.waiting.remove(row.place());
          recorder.change(xid, row, null);
          recorder.change(
              xid,
              null,
              new Row.Ended(build, "CANCELLED", row.attempt(), null, row.lastSequence() + 1));
          mendHead(xid, chat);
        });
  }

  /** All that is active ends, all that waits runs, one at a time, until nothing is left. */
  public void finish() {
    for (var chat : chats.values()) {
      while (!chat.active.isEmpty() || chat.head != null) {
        for (var row : List.copyOf(chat.active.values())) {
          if (row.state().equals("STARTING")) {
            start(row.build());
          }
          succeed(row.build());
        }
        if (chat.head != null) {
          lease(chat.waiting.firstEntry().getValue().build());
        }
      }
    }
  }

  // --------------------------------------------------------------------------- what is told of it

  public History history() {
    return new History(operations, recorder.changes(), works, kills);
  }

  /** The history with another list of changes. */
  public History with(UnaryOperator<List<Change>> mutation) {
    return new History(
        operations, mutation.apply(new ArrayList<>(recorder.changes())), works, kills);
  }

  public List<Operation> operations() {
    return operations;
  }

  public List<Work> works() {
    return works;
  }

  public Row.Active active(UUID build) {
    var row = chatOf(build).active.get(build);
    if (row == null) {
      throw new IllegalStateException(build + " is not active");
    }
    return row;
  }

  public Chat chatOf(UUID build) {
    return ofBuild.get(build);
  }

  public Chat chat(long no) {
    return byNo.get(no);
  }

  // -------------------------------------------------------------------------------------- inside

  private void endWork(UUID build) {
    var row = active(build);
    if (row.state().equals("RUNNING")) {
      works.add(new Work(false, build, row.attempt(), row.attemptUid(), 1, recorder.nanos()));
    }
  }

  private void put(long xid, Row.Active before, Row.Active after) {
    chatOf(before.build()).active.put(before.build(), after);
    recorder.change(xid, before, after);
  }

  private void mendHead(long xid, Chat chat) {
    var first = chat.waiting.isEmpty() ? null : chat.waiting.firstEntry().getValue();
    var before = chat.head;
    if (first == null || chat.active.size() >= chat.maxParallel) {
      chat.head = null;
    } else {
      long key = chat.waiting.values().stream().mapToLong(Row.Waiting::sortKey).min().orElse(0);
      boolean same = before != null && before.place() == first.place();
      chat.head =
          new Row.Head(
              chat.no,
              first.place(),
              chat.tenant,
              chat.project,
              key,
              first.need(),
              chat.maxParallel,
              true,
              same && before != null ? before.readyTime() : recorder.now());
    }
    if (before != null ? !before.equals(chat.head) : chat.head != null) {
      recorder.change(xid, before, chat.head);
    }
  }

  private void in(LongConsumer act) {
    long xid = recorder.begin();
    act.accept(xid);
    recorder.commit(xid);
  }
}
