package dev.slipway.coordinator.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.peer.Coordinators;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time is the database's, so a test makes rows older instead of waiting. */
@CoordinatorTest
class RescueTest {
  private static final int HOUR = 3_600_000;

  private final Rescue rescue;
  private final Ledger ledger;
  private final Builds builds;
  private final FakeLauncher launcher;
  private final TestBuilds make;
  private final TestRows rows;
  private final Coordinators coordinators;
  private BuildRef bystander;

  RescueTest(
      Rescue rescue,
      Ledger ledger,
      Builds builds,
      FakeLauncher launcher,
      TestBuilds make,
      TestRows rows,
      Coordinators coordinators) {
    this.rescue = rescue;
    this.ledger = ledger;
    this.builds = builds;
    this.launcher = launcher;
    this.make = make;
    this.rows = rows;
    this.coordinators = coordinators;
  }

  @BeforeEach
  void anEmptyQueueButForABystander() {
    rows.clear();
    launcher.reset();
    bystander = present(make.aBuild().running()).build();
  }

  @Test
  void aRunnerThatIsGoneWithoutAWordIsTriedAgain() {
    var held = older("lease_time", 16, present(make.aBuild().running()));
    launcher.vanishes(held.attemptUid());

    rescue.once();

    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::losses)
        .containsExactly(StateName.HELD, 1);
    assertThat(state(bystander)).isEqualTo(StateName.RUNNING);
  }

  @Test
  void aLeaseThatIsNotLaunchedYetIsLeftAlone() {
    var held = make.aBuild().starting();

    rescue.once();

    assertThat(state(held.build())).isEqualTo(StateName.STARTING);
  }

  @Test
  void aRunnerThatNeverReportsIsStoppedThenEndedThenItsBuildFails() {
    var held = older("lease_time", 61, present(make.aBuild().starting()));

    rescue.once();
    assertThat(state(held.build())).isEqualTo(StateName.STOPPING);
    assertThat(launcher.ended()).isEmpty();

    rescue.once();
    assertThat(launcher.ended()).as("it has time to stop").isEmpty();

    quiet(held, 16);
    rescue.once();
    assertThat(launcher.ended()).containsExactly(held.attemptUid());
    assertThat(state(held.build())).as("until it is gone").isEqualTo(StateName.STOPPING);

    launcher.exits(held.build(), held.attemptUid(), 137, "");
    assertThat(builds.get(held.build()).failure())
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.STARTUP_TIMEOUT);
              assertThat(failure.message()).contains("60 s");
            });
    assertThat(state(bystander)).isEqualTo(StateName.RUNNING);
  }

  @Test
  void aBuildThatRunsMuchLongerThanItsTimeoutIsStopped() {
    var held = present(make.aBuild().withTimeoutMillis(60_000).running());
    older("start_time", 89, held);

    rescue.once();
    assertThat(state(held.build())).as("its runner keeps the time").isEqualTo(StateName.RUNNING);

    older("start_time", 91, held);
    rescue.once();
    assertThat(state(held.build())).isEqualTo(StateName.STOPPING);

    launcher.exits(held.build(), held.attemptUid(), 0, "");
    assertThat(builds.get(held.build()).failure())
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.BUILD_TIMEOUT);
              assertThat(failure.message()).contains("60 s");
            });
    assertThat(state(bystander)).isEqualTo(StateName.RUNNING);
  }

  @Test
  void aCancelledBuildThatDoesNotStopIsEndedAndIsCancelledThen() {
    var held = quiet(present(make.aBuild().stopping()), 16);

    rescue.once();
    assertThat(launcher.ended()).containsExactly(held.attemptUid());
    assertThat(state(held.build())).isEqualTo(StateName.STOPPING);

    launcher.exits(held.build(), held.attemptUid(), 143, "");
    assertThat(state(held.build())).isEqualTo(StateName.CANCELLED);
  }

  @Test
  void aStoppingBuildWhoseProcessesVanishedEnds() {
    var held = older("lease_time", 16, make.aBuild().stopping());

    rescue.once();

    assertThat(state(held.build())).isEqualTo(StateName.CANCELLED);
  }

  @Test
  void anExitWithoutAResultIsALossThatQuotesTheRunnersLastWords() {
    var held = present(make.aBuild().running());

    launcher.exits(held.build(), held.attemptUid(), 1, "out of memory");

    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::losses)
        .containsExactly(StateName.HELD, 1);
    assertThat(builds.events(held.build(), 3, 1).toString())
        .contains("exited with code 1", "out of memory");
  }

  @Test
  void anExitAfterTheResultChangesNothing() {
    var held = present(make.aBuild().running());
    ledger.record(
        held.build(), held.attemptUid(), new StepsSucceeded(new Results(List.of(), "", false)));
    var before = builds.get(held.build());

    launcher.exits(held.build(), held.attemptUid(), 0, "");
    rescue.once();

    assertThat(builds.get(held.build())).isEqualTo(before);
  }

  @Test
  void lookingTwiceIsAsGoodAsOnce() {
    var held = older("lease_time", 61, present(make.aBuild().starting()));

    rescue.once();
    var once = builds.get(held.build());
    rescue.once();

    assertThat(builds.get(held.build())).isEqualTo(once);
  }

  @Test
  void aRunnerThatIsSilentIsLeftAloneUntilItMustHaveEndedItself() {
    var held = claimed(present(make.aBuild().withTimeoutMillis(HOUR).running()));
    heard(held, 659);

    rescue.once();
    assertThat(state(held.build())).isEqualTo(StateName.RUNNING);
    assertThat(launcher.ended()).isEmpty();

    heard(held, 661);
    rescue.once();
    assertThat(launcher.ended()).as("so that it does not run twice").contains(held.attemptUid());
    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::losses)
        .containsExactly(StateName.HELD, 1);
    assertThat(state(bystander)).isEqualTo(StateName.RUNNING);
  }

  @Test
  void aSilentRunnerThatIsGoneIsLostAtOnce() {
    var held = claimed(make.aBuild().withTimeoutMillis(HOUR).running());
    heard(held, 21);

    rescue.once();

    assertThat(state(held.build())).isEqualTo(StateName.HELD);
  }

  @Test
  void nobodyIsGivenUpRightAfterAnOutageOfEverybodyWhoCouldHaveHeardThem() {
    var held = claimed(present(make.aBuild().withTimeoutMillis(HOUR).running()));
    heard(held, 3600);
    healthy(659);

    rescue.once();
    assertThat(state(held.build())).isEqualTo(StateName.RUNNING);

    healthy(661);
    rescue.once();
    assertThat(state(held.build())).isEqualTo(StateName.HELD);
  }

  @Test
  void whatWasHeardLastIsForgottenByACrashOfTheDatabaseAndNobodyIsGivenUpForThat() {
    var held = claimed(present(make.aBuild().withTimeoutMillis(HOUR).running()));
    older("start_time", 3600, older("lease_time", 3600, held));
    rows.execute("TRUNCATE lease_renewal, control_plane");
    coordinators.beat();

    rescue.once();

    assertThat(state(held.build())).isEqualTo(StateName.RUNNING);
  }

  @Test
  void whatIsLeftOfAnAttemptThatHoldsNothingIsEndedAtTheSecondLook() {
    var ended = make.aBuild().succeeded();
    var running = present(make.aBuild().running());
    launcher.leaves(ended.attemptUid());
    launcher.leaves(running.attemptUid());

    rescue.once();
    assertThat(launcher.ended()).as("it may be about to exit").isEmpty();

    rescue.once();
    assertThat(launcher.ended()).containsExactly(ended.attemptUid());
  }

  private Held claimed(Held held) {
    rows.claim(held.build());
    older("start_time", 3600, older("lease_time", 3600, held));
    return held;
  }

  private void heard(Held held, int secondsAgo) {
    rows.execute(
        """
        INSERT INTO lease_renewal (build_id, renew_time)
        VALUES (?, now() - make_interval(secs => ?))
        ON CONFLICT (build_id) DO UPDATE SET renew_time = excluded.renew_time
        """,
        held.build().id(),
        secondsAgo);
  }

  private void healthy(int secondsAgo) {
    rows.execute(
        """
        INSERT INTO control_plane (healthy_since)
        VALUES (now() - make_interval(secs => ?))
        ON CONFLICT (only_one) DO UPDATE SET healthy_since = excluded.healthy_since
        """,
        secondsAgo);
  }

  private Held present(Held held) {
    launcher.runs(held.attemptUid());
    return held;
  }

  private Held older(String column, int seconds, Held held) {
    rows.execute(
        "UPDATE build_active SET %s = now() - make_interval(secs => ?) WHERE attempt_uid = ?"
            .formatted(column),
        seconds,
        held.attemptUid());
    return held;
  }

  private Held quiet(Held held, int seconds) {
    rows.execute(
        "UPDATE build_active SET update_time = now() - make_interval(secs => ?) WHERE build_id = ?",
        seconds,
        held.build().id());
    return held;
  }

  private StateName state(BuildRef build) {
    return builds.get(build).state();
  }
}
