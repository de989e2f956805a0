package dev.slipway.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.Drained;
import dev.slipway.coordinator.build.BuildEvent.Released;
import dev.slipway.coordinator.build.BuildEvent.SourceResolved;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildEvent.Superseded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Ledger.Written;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A build moves from table to table; its events, its place and its past go with it. */
@CoordinatorTest
class PhasesTest {
  private static final Failure FAILURE = Failure.of(Reason.RUNNER_LOST, "it is gone", "");
  private static final Results NOTHING = new Results(List.of(), "", false);

  private final Ledger ledger;
  private final Builds builds;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private String tenant;

  PhasesTest(Ledger ledger, Builds builds, TestBuilds make, TestRows rows, TestQueries queries) {
    this.ledger = ledger;
    this.builds = builds;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
  }

  @BeforeEach
  void aTenant() {
    tenant = rows.tenant();
  }

  @Test
  void aBuildThatIsNotToStartBeforeATimeIsHeldUntilThen() {
    var build = inAnHour();
    var bystander = inAnHour();
    assertThat(builds.get(build))
        .extracting(BuildRecord::state, BuildRecord::hold)
        .containsExactly(StateName.HELD, Hold.Kind.SCHEDULE);

    ledger.release(100);
    assertThat(builds.get(build).state()).as("its time has not come").isEqualTo(StateName.HELD);

    timeComes("hold_until", build);
    ledger.release(100);

    assertThat(builds.get(build))
        .extracting(BuildRecord::state, BuildRecord::hold, BuildRecord::holdUntil)
        .containsExactly(StateName.QUEUED, null, null);
    assertThat(story(build)).containsExactly("null>HELD Submitted", "HELD>QUEUED Released");
    assertThat(builds.get(bystander).state()).isEqualTo(StateName.HELD);
    assertThat(ledger.ask(build, new Released())).as("once").isFalse();
  }

  @Test
  void aBuildThatWaitedLongerThanItWantedToFailsForTheQuotasFault() {
    var build = aBuild().inChat("c").withQueueTtl(Duration.ofHours(1)).queued();
    var next = aBuild().inChat("c").queued();
    timeComes("expire_time", build);

    ledger.release(100);

    assertThat(builds.get(build))
        .extracting(BuildRecord::state, one -> one.failure().reason(), BuildRecord::deadLetterTime)
        .containsExactly(StateName.FAILED, Reason.QUEUE_TTL_EXPIRED, null);
    assertThat(story(build)).containsExactly("null>QUEUED Submitted", "QUEUED>FAILED Expired");
    assertThat(builds.get(next).state()).isEqualTo(StateName.QUEUED);
    make.lease(next);
  }

  @Test
  void aBuildThatHasStartedOnceDoesNotExpire() {
    var held = aBuild().withQueueTtl(Duration.ofHours(1)).running();

    loses(held, true);

    assertThat(
            queries.count(
                "SELECT count(*) FROM build_waiting WHERE build_id = ? AND expire_time IS NULL",
                held.build().id()))
        .isOne();
  }

  @Test
  void aLostBuildGoesBackToItsPlaceWithItsPastAndWaitsLongerEachTime() {
    var held = aBuild().inChat("c").running();
    var behind = aBuild().inChat("c").queued();
    says(held, new SourceResolved("c0ffee"));
    var before = builds.get(held.build());

    loses(held, true);

    var after = builds.get(held.build());
    assertThat(after)
        .extracting(
            BuildRecord::state,
            BuildRecord::hold,
            BuildRecord::place,
            BuildRecord::losses,
            BuildRecord::resolvedCommit,
            BuildRecord::startTime,
            BuildRecord::sortKey)
        .containsExactly(
            StateName.HELD,
            Hold.Kind.BACKOFF,
            before.place(),
            1,
            "c0ffee",
            before.startTime(),
            queries.one(
                Long.class,
                "SELECT sort_key FROM build_waiting WHERE build_id = ?",
                held.build().id()));
    assertThat(backoffMillis(held)).isBetween(3_999L, 6_001L);
    assertThat(builds.get(behind).state()).isEqualTo(StateName.QUEUED);

    loses(make.lease(held.build()), true);

    assertThat(backoffMillis(held)).isBetween(7_999L, 12_001L);
    assertThat(story(held.build()))
        .containsExactly(
            "null>QUEUED Submitted",
            "QUEUED>STARTING Leased",
            "STARTING>RUNNING Claimed",
            "RUNNING>RUNNING SourceResolved",
            "RUNNING>HELD AttemptGone",
            "HELD>QUEUED Released",
            "QUEUED>STARTING Leased",
            "STARTING>HELD AttemptGone");
  }

  @Test
  void aBuildThatIsLostThreeTimesIsADeadLetterAndItsChatGoesOn() {
    var held = aBuild().inChat("c").running();
    var behind = aBuild().inChat("c").queued();
    loses(held, true);
    loses(make.lease(held.build()), true);
    loses(make.lease(held.build()), true);

    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::losses, BuildRecord::attempt)
        .containsExactly(StateName.FAILED, 3, 3);
    assertThat(builds.get(held.build()).deadLetterTime()).isNotNull();
    assertThat(story(held.build())).last().isEqualTo("STARTING>FAILED AttemptGone");
    make.lease(behind);
  }

  @Test
  void aLossThatDoesNotCountIsQueuedAtOnceAndToldAsAnAttempt() {
    var held = aBuild().running();

    loses(held, false);

    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::losses)
        .containsExactly(StateName.QUEUED, 0);
    var again = make.lease(held.build());
    assertThat(
            queries.all(
                String.class,
                """
                SELECT concat_ws(' ', attempt, coalesce(outcome, 'active'), attempt_uid)
                  FROM attempt
                 WHERE build_id = ?
                 ORDER BY attempt
                """,
                held.build().id()))
        .containsExactly("1 LOST " + held.attemptUid(), "2 active " + again.attemptUid());
  }

  @Test
  void aDrainedBuildGoesBackUncountedWhenItsProcessesAreGone() {
    var held = aBuild().inChat("c").running();

    says(held, new Drained("tenants/" + tenant));
    assertThat(builds.get(held.build()).state()).isEqualTo(StateName.STOPPING);
    loses(held, true);

    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::losses)
        .containsExactly(StateName.QUEUED, 0);
    assertThat(story(held.build()))
        .endsWith("RUNNING>STOPPING Drained", "STOPPING>QUEUED AttemptGone");
    assertThat(
            queries.count(
                "SELECT count(*) FROM attempt WHERE outcome = 'LOST' AND build_id = ?",
                held.build().id()))
        .isOne();
  }

  @Test
  void aDrainedBuildThatIsCancelledMeanwhileDoesNotComeBack() {
    var held = aBuild().running();
    says(held, new Drained("cluster"));

    assertThat(ledger.ask(held.build(), new CancelAsked("enough"))).isTrue();
    loses(held, true);

    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::cancelReason)
        .containsExactly(StateName.CANCELLED, "enough");
    gapless(held.build());
  }

  @Test
  void aSupersededBuildSaysByWhichWhetherItWaitedOrRan() {
    var waiting = aBuild().queued();
    var held = aBuild().running();
    var by = UUID.randomUUID();

    assertThat(ledger.askAll(List.of(waiting, held.build()), new Superseded(by, "a later one")))
        .containsExactlyInAnyOrder(waiting, held.build());
    assertThat(builds.get(held.build()).state()).isEqualTo(StateName.STOPPING);
    loses(held, true);

    for (var build : List.of(waiting, held.build())) {
      assertThat(builds.get(build))
          .extracting(BuildRecord::state, BuildRecord::supersededBy, one -> one.failure().reason())
          .containsExactly(StateName.CANCELLED, by, Reason.SUPERSEDED);
      gapless(build);
    }
  }

  @Test
  void everyEventOfABuildCanBeOfOneReport() {
    var held = aBuild().starting();

    var written =
        ledger.record(
            held.build(),
            held.attemptUid(),
            List.of(new Claimed(), new SourceResolved("c0ffee"), new StepsSucceeded(NOTHING)));

    assertThat(written).isEqualTo(Written.RECORDED);
    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::resolvedCommit)
        .containsExactly(StateName.SUCCEEDED, "c0ffee");
    assertThat(story(held.build()))
        .containsExactly(
            "null>QUEUED Submitted",
            "QUEUED>STARTING Leased",
            "STARTING>RUNNING Claimed",
            "RUNNING>RUNNING SourceResolved",
            "RUNNING>SUCCEEDED StepsSucceeded");
  }

  @Test
  void whatIsWrittenAlongsideFallsWithTheEventsAndOtherReportsStand() throws Exception {
    var unlucky = aBuild().running();
    var others = new ArrayList<Held>();
    for (int i = 0; i < 20; i++) {
      others.add(aBuild().running());
    }
    var go = new CountDownLatch(1);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var written = new ArrayList<Future<Written>>();
      for (var other : others) {
        written.add(
            threads.submit(
                () -> {
                  go.await();
                  return says(other, new StepsSucceeded(NOTHING));
                }));
      }
      go.countDown();
      assertThatThrownBy(
              () ->
                  ledger.record(
                      unlucky.build(),
                      Sender.outside(unlucky.attemptUid()),
                      List.of(new StepsSucceeded(NOTHING)),
                      () -> {
                        throw new IllegalArgumentException("no room");
                      }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no room");
      for (var one : written) {
        assertThat(one.get()).isEqualTo(Written.RECORDED);
      }
    }

    assertThat(builds.get(unlucky.build()).state()).isEqualTo(StateName.RUNNING);
    gapless(unlucky.build());
    assertThat(others).allMatch(other -> builds.get(other.build()).state() == StateName.SUCCEEDED);
  }

  @Test
  void aCancelAndALeaseAtOnceLeaveABuildEitherCancelledOrStopping() throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 200; i++) {
        var build = (i % 2 == 0 ? aBuild() : aBuild().inChat("c")).queued();
        var go = new CountDownLatch(1);
        var leased =
            threads.submit(
                () -> {
                  go.await();
                  try {
                    return make.lease(build);
                  } catch (AssertionError noHead) {
                    return null;
                  }
                });
        var asked =
            threads.submit(
                () -> {
                  go.await();
                  return ledger.ask(build, new CancelAsked(""));
                });
        go.countDown();

        assertThat(asked.get()).isTrue();
        var held = leased.get();
        assertThat(builds.get(build).state())
            .as("round " + i)
            .isEqualTo(held == null ? StateName.CANCELLED : StateName.STOPPING);
        if (held != null) {
          loses(held, true);
        }
        gapless(build);
      }
    }
  }

  /** A build without a chat has no chat's row to wait at. */
  @Test
  void aCancelAndALossAtOnceCancelTheBuildInAnyOrder() throws Exception {
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 200; i++) {
        var held = aBuild().running();
        var go = new CountDownLatch(1);
        var lost =
            threads.submit(
                () -> {
                  go.await();
                  return says(held, new AttemptGone(FAILURE, true));
                });
        var asked =
            threads.submit(
                () -> {
                  go.await();
                  return ledger.ask(held.build(), new CancelAsked(""));
                });
        go.countDown();

        assertThat(lost.get()).isEqualTo(Written.RECORDED);
        assertThat(asked.get()).as("round " + i).isTrue();
        assertThat(builds.get(held.build()).state()).isEqualTo(StateName.CANCELLED);
        gapless(held.build());
      }
    }
  }

  private TestBuilds.Draft aBuild() {
    return make.aBuild().ofTenant(tenant);
  }

  private BuildRef inAnHour() {
    var time = queries.one(OffsetDateTime.class, "SELECT now() + interval '1 hour'");
    return aBuild().notBefore(time.toInstant()).queued();
  }

  private void timeComes(String column, BuildRef build) {
    rows.execute(
        "UPDATE build_waiting SET %s = now() WHERE build_id = ?".formatted(column), build.id());
  }

  private Written says(Held held, BuildEvent event) {
    return ledger.record(held.build(), held.attemptUid(), event);
  }

  private void loses(Held held, boolean counted) {
    assertThat(says(held, new AttemptGone(FAILURE, counted))).isEqualTo(Written.RECORDED);
  }

  private long backoffMillis(Held held) {
    return queries.one(
        Long.class,
        """
        SELECT CAST(1000 * extract(epoch FROM hold_until - update_time) AS bigint)
          FROM build_waiting
         WHERE build_id = ?
        """,
        held.build().id());
  }

  /** What happened, as {@code before>after Event}; the sequences and the states fit together. */
  private List<String> story(BuildRef build) {
    gapless(build);
    return builds.events(build, 0, 100).stream()
        .map(
            event ->
                "%s>%s %s"
                    .formatted(
                        event.stateBefore(),
                        event.state(),
                        event.body().getClass().getSimpleName()))
        .toList();
  }

  private void gapless(BuildRef build) {
    var events = builds.events(build, 0, 1000);
    StateName before = null;
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).sequence()).isEqualTo(i + 1);
      assertThat(events.get(i).stateBefore()).isEqualTo(before);
      before = events.get(i).state();
    }
    assertThat(builds.get(build))
        .extracting(BuildRecord::lastSequence, BuildRecord::state)
        .containsExactly((long) events.size(), before);
  }
}
