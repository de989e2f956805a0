package dev.slipway.coordinator.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.PriorityChanged;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.edge.TestStream;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.fanout.Pulse;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildsDelta;
import dev.slipway.v1.WatchBuildsRequest;
import io.grpc.Status;
import io.micronaut.context.annotation.Property;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list that stays current. */
@CoordinatorTest
@Property(name = "slipway.changes.pause", value = "10ms")
@Property(name = "slipway.changes.pending-max", value = "20")
@Property(name = "slipway.fanout.heartbeat", value = "200ms")
class WatchBuildsTest {
  private final TestServer server;
  private final TestBuilds make;
  private final TestRows rows;
  private final Ledger ledger;
  private final Pulse pulse;
  private final TransactionOperations<Connection> transactions;
  private final List<Watched> open = new ArrayList<>();
  private String tenant;

  WatchBuildsTest(
      TestServer server,
      TestBuilds make,
      TestRows rows,
      Ledger ledger,
      Pulse pulse,
      TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
    this.server = server;
    this.make = make;
    this.rows = rows;
    this.ledger = ledger;
    this.pulse = pulse;
  }

  @BeforeEach
  void aTenantAndABystander() {
    tenant = rows.tenant();
    make.aBuild().queued();
  }

  @AfterEach
  void nobodyIsLeft() {
    open.forEach(watched -> watched.stream.leaves());
    await().until(() -> pulse.open() == 0);
  }

  @Test
  void firstTheListThenEachBuildAsItChanges() throws Exception {
    var old = make.aBuild().ofTenant(tenant).queued();
    var watched = watch("");
    watched.untilListed();
    assertThat(watched.state).containsExactly(Map.entry(old.name(), State.STATE_QUEUED));

    var fresh = make.aBuild().ofTenant(tenant).queued();
    watched.until(state -> state.containsKey(fresh.name()));
    var held = make.lease(fresh);
    watched.untilIs(fresh, State.STATE_STARTING);
    ledger.record(fresh, held.attemptUid(), new Claimed());
    watched.untilIs(fresh, State.STATE_RUNNING);
    ledger.record(fresh, held.attemptUid(), new Warned("", "W", "odd"));
    watched.untilSequence(fresh, 4);
    ledger.ask(old, new CancelAsked("enough"));
    watched.untilIs(old, State.STATE_CANCELLED);

    assertThat(watched.builds).containsOnlyKeys(old.name(), fresh.name());
  }

  @Test
  void aPriorityIsAChangeToo() throws Exception {
    var build = make.aBuild().ofTenant(tenant).queued();
    var watched = watch("");
    watched.untilListed();

    ledger.ask(build, new PriorityChanged(Priority.NORMAL, Priority.HIGH));

    watched.untilSequence(build, 2);
  }

  @Test
  void theListComesPageByPage() throws Exception {
    for (int i = 0; i < 7; i++) {
      make.aBuild().ofTenant(tenant).queued();
    }

    var watched = watch(request("").setPageSize(3).build());
    watched.untilListed();

    assertThat(watched.deltas).extracting(BuildsDelta::getChangedCount).containsExactly(3, 3, 1);
    assertThat(watched.deltas)
        .extracting(BuildsDelta::getReset)
        .containsExactly(true, false, false);
    assertThat(watched.deltas.getFirst().getResumeToken()).isEmpty();
  }

  @Test
  void onlyWhatTheFilterMatchesIsToldAndWhatLeavesIt() throws Exception {
    var mine = make.aBuild().ofTenant(tenant).inChat("garden").queued();
    var other = make.aBuild().ofTenant(tenant).inChat("other").queued();
    var watched = watch("chat = garden AND state != CANCELLED");
    watched.untilListed();
    assertThat(watched.builds).containsOnlyKeys(mine.name());

    ledger.ask(other, new CancelAsked("enough"));
    ledger.ask(mine, new CancelAsked("enough"));

    watched.until(_ -> watched.removed.contains(mine.name()));
    assertThat(watched.removed).containsExactly(mine.name());
    assertThat(watched.builds).isEmpty();
  }

  @Test
  void aClientThatWasCutGoesOnWithoutTheList() throws Exception {
    var untouched = make.aBuild().ofTenant(tenant).queued();
    var changed = make.aBuild().ofTenant(tenant).queued();
    var first = watch("");
    first.untilListed();
    // What is a second old or less is told again: the clock of the database may be set back.
    rows.execute(
        "UPDATE build_request SET create_time = create_time - interval '1 hour' WHERE build_id = ?",
        untouched.id());
    first.stream.leaves();
    ledger.ask(changed, new CancelAsked("enough"));
    var fresh = make.aBuild().ofTenant(tenant).queued();

    var again = watch(request("").setResumeToken(first.token).build());
    again.until(state -> state.size() == 2);

    assertThat(again.deltas).noneMatch(BuildsDelta::getReset);
    assertThat(again.state)
        .containsOnly(
            Map.entry(changed.name(), State.STATE_CANCELLED),
            Map.entry(fresh.name(), State.STATE_QUEUED));
  }

  @Test
  void whatIsCommittedLateIsNotMissed() throws Exception {
    var watched = watch("");
    watched.untilListed();
    var late = make.aBuild().ofTenant(tenant).queued();
    watched.until(state -> state.containsKey(late.name()));

    // Its time is that of its transaction's begin, older than what was told in between.
    transactions.executeWrite(
        _ -> {
          rows.execute("UPDATE build_waiting SET last_sequence = 2 WHERE build_id = ?", late.id());
          var prompt = inAnotherTransaction(() -> make.aBuild().ofTenant(tenant).queued());
          untilTold(watched, prompt);
          rows.execute(
              """
              INSERT INTO event_other (build_id, sequence, attempt, state_before, state, progress, event_time, body)
              VALUES (?, 2, 0, 'QUEUED', 'QUEUED', 0, now(), '{"kind": "RELEASED"}')
              """,
              late.id());
          return null;
        });

    watched.untilSequence(late, 2);
  }

  @Test
  void whoDoesNotReadHoldsNothingButGetsTheListAgain() throws Exception {
    var narrow = server.narrow();
    for (int i = 0; i < 10; i++) {
      large();
    }
    var watched =
        new Watched(
            TestStream.open(BuildServiceGrpc.newStub(narrow)::watchBuilds, request("").build()));
    open.add(watched);
    await().until(() -> pulse.open() == 1);
    for (int i = 0; i < 50; i++) {
      large();
    }

    watched.stream.wants(10_000);
    watched.until(state -> state.size() == 60);

    assertThat(watched.deltas.stream().filter(BuildsDelta::getReset)).hasSizeGreaterThan(1);
    narrow.shutdownNow();
  }

  /** 10 of them are more than a client takes unread. */
  private void large() {
    make.aBuild().ofTenant(tenant).withImage("i".repeat(20_000)).queued();
  }

  @Test
  void whatIsNoTokenOfThisWatchIsRefused() throws Exception {
    var watched = watch("");
    watched.untilListed();

    assertThat(watch(request("chat = a").setResumeToken(watched.token).build()).stream.closed())
        .hasToString(
            "Status{code=INVALID_ARGUMENT, description=resume_token: is not a token of this watch."
                + " Take the last resume_token for the same parent and filter, or none.,"
                + " cause=null}");
    assertThat(watch(request("").setResumeToken("x").build()).stream.closed().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(watch(request("nonsense").build()).stream.closed().getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(
            watch(request("").setParent("tenants/" + tenant + "x").build())
                .stream
                .closed()
                .getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void aHeartbeatCarriesTheTokenAlone() throws Exception {
    make.aBuild().ofTenant(tenant).queued();
    var watched = watch("");
    watched.untilListed();
    int listed = watched.deltas.size();

    watched.until(_ -> watched.deltas.size() > listed + 1);

    assertThat(watched.deltas.getLast().getResumeToken()).isNotEmpty();
    assertThat(watched.deltas.getLast().getChangedCount()).isZero();
    assertThat(watched.deltas.getLast().getReset()).isFalse();
  }

  private static <T> T inAnotherTransaction(Callable<T> action) {
    try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      return thread.submit(action).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void untilTold(Watched watched, BuildRef build) {
    try {
      watched.until(state -> state.containsKey(build.name()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private WatchBuildsRequest.Builder request(String filter) {
    return WatchBuildsRequest.newBuilder().setParent("tenants/" + tenant).setFilter(filter);
  }

  private Watched watch(String filter) {
    return watch(request(filter).build());
  }

  private Watched watch(WatchBuildsRequest request) {
    var watched =
        new Watched(
            TestStream.<WatchBuildsRequest, BuildsDelta>open(
                    BuildServiceGrpc.newStub(server.channel())::watchBuilds, request)
                .wants(10_000));
    open.add(watched);
    return watched;
  }
}
