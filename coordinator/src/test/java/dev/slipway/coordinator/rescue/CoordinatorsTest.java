package dev.slipway.coordinator.rescue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.TestQueries;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several coordinators on one database: what is done about the attempts of the others. */
@CoordinatorTest
class CoordinatorsTest {
  private static final int HOUR = 3_600_000;
  private static final long NOBODY = 4_000_000_000L;

  private final Rescue rescue;
  private final Builds builds;
  private final FakeLauncher launcher;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private final UUID other = UUID.randomUUID();
  private BuildRef bystander;

  CoordinatorsTest(
      Rescue rescue,
      Builds builds,
      FakeLauncher launcher,
      TestBuilds make,
      TestRows rows,
      TestQueries queries) {
    this.rescue = rescue;
    this.builds = builds;
    this.launcher = launcher;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
  }

  @BeforeEach
  void anEmptyQueueButForABystander() {
    rows.clear();
    rows.execute("DELETE FROM coordinator");
    launcher.reset();
    var held = make.aBuild().running();
    launcher.runs(held.attemptUid());
    bystander = held.build();
  }

  @Test
  void attemptsOfADeadCoordinatorOfThisMachineGoBackUncountedAndItIsForgotten() throws Exception {
    lives(other, thisMachine(), NOBODY, Instant.EPOCH, 0);
    var held = make.aBuild().leasedBy(other).running();

    rescue.once();

    goneBack(held);
    assertThat(known(other)).isZero();
    assertThat(builds.get(bystander).state()).isEqualTo(StateName.RUNNING);
  }

  @Test
  void attemptsOfALivingCoordinatorOfThisMachineAreLeftAloneHoweverSilentItIs() throws Exception {
    var me = ProcessHandle.current();
    lives(other, thisMachine(), me.pid(), birth(me), 3600);
    var held = make.aBuild().leasedBy(other).running();
    rows.execute(
        "UPDATE build_active SET lease_time = now() - interval '1 hour' WHERE build_id = ?",
        held.build().id());

    rescue.once();

    leftAlone(held);
  }

  @Test
  void anotherProcessOfTheSamePidIsNotTheCoordinator() throws Exception {
    var me = ProcessHandle.current();
    lives(other, thisMachine(), me.pid(), birth(me).minusSeconds(100), 0);
    var held = make.aBuild().leasedBy(other).running();

    rescue.once();

    goneBack(held);
  }

  @Test
  void aRunnerThatLivesGoesOnWithoutTheCoordinatorThatStartedIt() throws Exception {
    lives(other, thisMachine(), NOBODY, Instant.EPOCH, 0);
    var held = make.aBuild().leasedBy(other).running();
    var starting = make.aBuild().leasedBy(other).starting();
    launcher.runs(held.attemptUid());
    launcher.runs(starting.attemptUid());

    rescue.once();

    leftAlone(held);
    leftAlone(starting);
  }

  @Test
  void aRunnerOfAnotherMachineWhoseCoordinatorIsDeadIsGivenUpOnlyWhenItMustHaveEndedItself() {
    lives(other, "elsewhere/boot", NOBODY, Instant.EPOCH, 61);
    var held = make.aBuild().withTimeoutMillis(HOUR).leasedBy(other).running();
    rows.claim(held.build());

    unheard(held, 659);
    rescue.once();
    leftAlone(held);

    unheard(held, 661);
    rescue.once();
    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::losses)
        .containsExactly(StateName.HELD, 1);
    assertThat(launcher.ended()).as("nothing of it can be seen here").isEmpty();
  }

  @Test
  void aCoordinatorOfAnotherMachineThatIsNotSilentForLongLooksAfterItsOwn() {
    lives(other, "elsewhere/boot", NOBODY, Instant.EPOCH, 50);
    var held = make.aBuild().leasedBy(other).running();
    unheard(held, 3600);

    rescue.once();

    leftAlone(held);
  }

  @Test
  void attemptsOfACoordinatorThatSaidGoodbyeGoBack() {
    var held = make.aBuild().leasedBy(other).starting();

    rescue.once();

    goneBack(held);
  }

  @Test
  void deadCoordinatorsThatHoldNothingAreForgottenAndOthersAreNot() throws Exception {
    var me = ProcessHandle.current();
    var living = UUID.randomUUID();
    var elsewhere = UUID.randomUUID();
    var silent = UUID.randomUUID();
    lives(other, thisMachine(), NOBODY, Instant.EPOCH, 0);
    lives(living, thisMachine(), me.pid(), birth(me), 3600);
    lives(elsewhere, "elsewhere/boot", NOBODY, Instant.EPOCH, 50);
    lives(silent, "elsewhere/boot", NOBODY, Instant.EPOCH, 61);

    rescue.once();
    rescue.once();

    assertThat(List.of(known(other), known(silent), known(living), known(elsewhere)))
        .containsExactly(0L, 0L, 1L, 1L);
  }

  @Test
  void aDrainedScopeGivesItsSlotsBackAndKeepsItsPlaces() {
    var held = make.aBuild().inChat("c").running();
    launcher.runs(held.attemptUid());
    rows.execute(
        """
        INSERT INTO pause (scope, tenant_id, mode, paused_by, reason)
        VALUES ('tenants/x', ?, 'DRAIN', 'ada', 'a test')
        """,
        held.build().tenant());

    rescue.once();
    assertThat(builds.get(held.build()).state()).isEqualTo(StateName.STOPPING);
    rescue.once();
    launcher.exits(held.build(), held.attemptUid(), 143, "");

    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::losses, BuildRecord::chatSeq)
        .containsExactly(StateName.QUEUED, 0, 1L);
    assertThat(builds.get(bystander).state()).isEqualTo(StateName.RUNNING);
  }

  @Test
  void aDrainThatIsOverStopsNothing() {
    rows.execute(
        """
        INSERT INTO pause (scope, mode, paused_by, reason, until_time)
        VALUES ('cluster', 'DRAIN', 'ada', 'a test', now())
        """);

    rescue.once();

    assertThat(builds.get(bystander).state()).isEqualTo(StateName.RUNNING);
  }

  private void lives(UUID id, String machine, long pid, Instant birth, int silentSeconds) {
    rows.execute(
        """
        INSERT INTO coordinator (coordinator_id, machine, pid, birth_time, grpc_address, beat_time)
        VALUES (?, ?, ?, ?, 'x:1', now() - make_interval(secs => ?))
        """,
        id,
        machine,
        pid,
        Timestamp.from(birth),
        silentSeconds);
  }

  private void unheard(Held held, int seconds) {
    rows.execute(
        """
        UPDATE build_active
           SET lease_time = now() - make_interval(secs => ?),
               start_time = now() - make_interval(secs => ?)
         WHERE build_id = ?
        """,
        seconds,
        seconds,
        held.build().id());
  }

  private void goneBack(Held held) {
    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::losses)
        .containsExactly(StateName.QUEUED, 0);
    assertThat(launcher.ended()).as("its processes ended first").contains(held.attemptUid());
  }

  private void leftAlone(Held held) {
    assertThat(builds.get(held.build()).attemptUid()).isEqualTo(held.attemptUid());
    assertThat(launcher.ended()).isEmpty();
  }

  private long known(UUID id) {
    return queries.count("SELECT count(*) FROM coordinator WHERE coordinator_id = ?", id);
  }

  private static Instant birth(ProcessHandle process) {
    return process.info().startInstant().orElseThrow().truncatedTo(ChronoUnit.SECONDS);
  }

  private static String thisMachine() throws Exception {
    return InetAddress.getLocalHost().getHostName()
        + "/"
        + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }
}
