package dev.slipway.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.coordinator.launch.FakeLauncher.Launch;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.peer.CoordinatorId;
import dev.slipway.coordinator.sql.Commits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.annotation.Property;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue is one for all tenants, so every test begins with an empty one. */
@CoordinatorTest
@Property(name = "slipway.dispatch.max-builds", value = "3")
class DispatchTest {
  private final Dispatch dispatch;
  private final DispatchRepository repository;
  private final Commits commits;
  private final DataSource dataSource;
  private final Ledger ledger;
  private final Builds builds;
  private final FakeLauncher launcher;
  private final CoordinatorId coordinator;
  private final TestBuilds make;
  private final TestQueries queries;
  private final TestRows rows;

  DispatchTest(
      Dispatch dispatch,
      DispatchRepository repository,
      Commits commits,
      DataSource dataSource,
      Ledger ledger,
      Builds builds,
      FakeLauncher launcher,
      CoordinatorId coordinator,
      TestBuilds make,
      TestQueries queries,
      TestRows rows) {
    this.dispatch = dispatch;
    this.repository = repository;
    this.commits = commits;
    this.dataSource = dataSource;
    this.ledger = ledger;
    this.builds = builds;
    this.launcher = launcher;
    this.coordinator = coordinator;
    this.make = make;
    this.queries = queries;
    this.rows = rows;
  }

  @BeforeEach
  void anEmptyQueue() {
    rows.clear();
    launcher.reset();
  }

  @Test
  void aWaitingBuildIsLeasedAndThenLaunchedWithItsToken() {
    var build = make.aBuild().queued();

    dispatch.once();

    assertThat(launcher.launched()).containsExactly(build);
    var launch = launcher.launches().getFirst();
    assertThat(launch.lease()).isEqualTo(new Lease(1, builds.get(build).attemptUid()));
    assertThat(state(build)).isEqualTo(StateName.STARTING);
    assertThat(
            queries.count(
                "SELECT count(*) FROM attempt WHERE token_hash = ? AND coordinator_id = ?",
                Token.parse(launch.token()).orElseThrow().hash(),
                coordinator.get()))
        .isOne();
  }

  @Test
  void theTokenIsStoredNowhere() {
    make.aBuild().queued();

    dispatch.once();

    var token = launcher.launches().getFirst().token();
    assertThat(token).hasSize(64);
    assertThat(
            queries.count(
                """
                SELECT (SELECT count(*) FROM attempt WHERE CAST(attempt AS text) LIKE ?)
                     + (SELECT count(*) FROM build WHERE CAST(build AS text) LIKE ?)
                     + (SELECT count(*) FROM event WHERE CAST(event AS text) LIKE ?)
                """,
                "%" + token + "%",
                "%" + token + "%",
                "%" + token + "%"))
        .isZero();
    assertThat(Token.parse(token).orElseThrow().toString()).doesNotContain(token);
  }

  @Test
  void nothingIsLeasedAfterTheDatabaseWasRestoredBeneathTheCoordinator() {
    var before = make.aBuild().queued();
    dispatch.once();
    var known = rows.ids("SELECT incarnation FROM installation").getFirst();
    rows.execute("UPDATE installation SET incarnation = gen_random_uuid()");
    var build = make.aBuild().queued();

    assertThatThrownBy(dispatch::once).hasMessageContaining("Restart it");

    rows.execute("UPDATE installation SET incarnation = ?", known);
    assertThat(state(build)).isEqualTo(StateName.QUEUED);
    assertThat(state(before)).isEqualTo(StateName.STARTING);
    assertThat(launcher.launched()).containsExactly(before);
  }

  @Test
  void onlyTheHeadOfAChatStarts() {
    var first = aBuild("c").queued();
    var second = aBuild("c").queued();
    var elsewhere = aBuild("d").queued();

    dispatch.once();
    dispatch.once();

    assertThat(launcher.launched()).containsExactly(first, elsewhere);
    assertThat(state(second)).isEqualTo(StateName.QUEUED);
  }

  @Test
  void theNextOfAChatStartsWhenTheOneBeforeHasEnded() {
    var first = aBuild("c").queued();
    var second = aBuild("c").queued();
    dispatch.once();

    fails(first);
    dispatch.once();

    assertThat(launcher.launched()).containsExactly(first, second);
  }

  @Test
  void aStoppingBuildStillHoldsItsChat() {
    var first = aBuild("c").queued();
    var second = aBuild("c").queued();
    dispatch.once();

    ledger.ask(first, new CancelAsked(""));
    dispatch.once();
    assertThat(launcher.launched()).containsExactly(first);

    gone(first, true);
    dispatch.once();
    assertThat(launcher.launched()).containsExactly(first, second);
  }

  @Test
  void chatsOfTheSameNameOfTwoTenantsAreStrangers() {
    var ours = make.aBuild().inChat("c").queued();
    var theirs = make.aBuild().inChat("c").queued();

    dispatch.once();

    assertThat(launcher.launched()).containsExactly(ours, theirs);
  }

  @Test
  void buildsWithoutAChatDoNotWaitForEachOther() {
    var tenant = make.aBuild().queued().tenant();
    make.aBuild().ofTenant(tenant).queued();
    make.aBuild().ofTenant(tenant).queued();

    dispatch.once();

    assertThat(launcher.launches()).hasSize(3);
  }

  @Test
  void noMoreRunThanThereAreSlotsAndTheOldestGoFirst() {
    var waiting = new ArrayList<BuildRef>();
    for (int i = 0; i < 5; i++) {
      waiting.add(make.aBuild().queued());
    }

    dispatch.once();
    dispatch.once();
    assertThat(launcher.launched()).isEqualTo(waiting.subList(0, 3));

    fails(waiting.get(1));
    dispatch.once();
    assertThat(launcher.launched()).isEqualTo(waiting.subList(0, 4));
    assertThat(state(waiting.get(4))).isEqualTo(StateName.QUEUED);
  }

  @Test
  void aCancelledHeadLetsTheNextStart() {
    var head = aBuild("c").queued();
    var next = aBuild("c").queued();

    ledger.ask(head, new CancelAsked(""));
    dispatch.once();

    assertThat(launcher.launched()).containsExactly(next);
  }

  @Test
  void aLostAttemptIsTriedAgainBeforeTheNextOfItsChat() {
    var first = aBuild("c").queued();
    var second = aBuild("c").queued();
    dispatch.once();

    gone(first, true);
    dispatch.once();
    assertThat(launcher.launched()).as("nor during its backoff").containsExactly(first);

    backoffEnds();
    dispatch.once();
    assertThat(launcher.launched()).containsExactly(first, first);
    assertThat(launcher.launches().getLast().lease().attempt()).isEqualTo(2);
    assertThat(state(second)).isEqualTo(StateName.QUEUED);
  }

  @Test
  void aLaunchThatFailsThreeTimesFailsTheBuildAndLetsTheNextStart() {
    var build = aBuild("c").queued();
    var next = aBuild("c").queued();
    for (int i = 0; i < 3; i++) {
      launcher.failWith(new IOException("no java"));
    }

    dispatch.once();
    assertThat(builds.get(build))
        .extracting(BuildRecord::state, BuildRecord::attempt, BuildRecord::losses)
        .containsExactly(StateName.HELD, 1, 1);
    for (int i = 0; i < 2; i++) {
      backoffEnds();
      dispatch.once();
    }

    assertThat(builds.get(build))
        .extracting(BuildRecord::state, BuildRecord::attempt, BuildRecord::losses)
        .containsExactly(StateName.FAILED, 3, 3);
    assertThat(builds.get(build).failure())
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.COORDINATOR_ERROR);
              assertThat(failure.message()).contains("no java");
            });
    assertThat(queries.count("SELECT count(*) FROM build_ended WHERE dead_letter_time IS NOT NULL"))
        .isOne();
    dispatch.once();
    assertThat(launcher.launched()).containsExactly(next);
  }

  @Test
  void aLaunchThatFailsUnexpectedlyDoesNotKeepTheOthersFromStarting() {
    var unlucky = make.aBuild().queued();
    var lucky = make.aBuild().queued();
    launcher.failWith(new IllegalStateException("out of threads"));

    dispatch.once();

    assertThat(launcher.launched()).containsExactly(lucky);
    assertThat(builds.get(unlucky))
        .extracting(BuildRecord::state, BuildRecord::losses)
        .containsExactly(StateName.HELD, 1);
  }

  @Test
  void twoCoordinatorsAtOnceLeaseNothingTwice() throws Exception {
    var config = new DispatchConfig(50, Duration.ofSeconds(1), 256, 1, Duration.ofMinutes(1));
    var snapshots = new Snapshots(repository, config);
    var metrics = new SimpleMeterRegistry();
    var both =
        List.of(
            new Dispatch(
                commits,
                dataSource,
                repository,
                snapshots,
                config,
                ledger,
                launcher,
                coordinator,
                metrics),
            new Dispatch(
                commits,
                dataSource,
                repository,
                snapshots,
                config,
                ledger,
                launcher,
                new CoordinatorId(),
                metrics));
    for (int i = 0; i < 60; i++) {
      aBuild("chat-" + i % 40).queued();
    }

    var go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        var one = both.get(i % 2);
        threads.submit(
            () -> {
              go.await();
              one.once();
              return null;
            });
      }
      go.countDown();
    }

    assertThat(launcher.launches()).hasSize(40);
    assertThat(launcher.launched()).doesNotHaveDuplicates();
    assertThat(launcher.launches()).extracting(Launch::token).doesNotHaveDuplicates();
    assertThat(queries.count("SELECT count(*) FROM build_active")).isEqualTo(40);
  }

  /** Of one tenant, so that chats of the same name are one. */
  private TestBuilds.Draft aBuild(String chat) {
    var known = queries.all(String.class, "SELECT tenant_id FROM tenant");
    var draft = make.aBuild().inChat(chat);
    return known.isEmpty() ? draft : draft.ofTenant(known.getFirst());
  }

  private void backoffEnds() {
    rows.execute("UPDATE build_waiting SET hold_until = now() WHERE hold = 'BACKOFF'");
  }

  private StateName state(BuildRef build) {
    return builds.get(build).state();
  }

  private void gone(BuildRef build, boolean counted) {
    var failure = Failure.of(Reason.RUNNER_LOST, "gone", "");
    ledger.record(build, builds.get(build).attemptUid(), new AttemptGone(failure, counted));
  }

  private void fails(BuildRef build) {
    var uid = builds.get(build).attemptUid();
    ledger.record(build, uid, new dev.slipway.coordinator.build.BuildEvent.Claimed());
    ledger.record(build, uid, new StepsFailed(Failure.of(Reason.STEP_FAILED, "", "")));
  }
}
