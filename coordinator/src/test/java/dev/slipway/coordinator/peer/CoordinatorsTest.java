package dev.slipway.coordinator.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.TestQueries;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a coordinator says of itself, and what all of them together say of the time between. */
@CoordinatorTest
class CoordinatorsTest {
  private final Coordinators coordinators;
  private final CoordinatorId coordinator;
  private final TestRows rows;
  private final TestQueries queries;

  CoordinatorsTest(
      Coordinators coordinators, CoordinatorId coordinator, TestRows rows, TestQueries queries) {
    this.coordinators = coordinators;
    this.coordinator = coordinator;
    this.rows = rows;
    this.queries = queries;
  }

  @BeforeEach
  void nobody() {
    rows.clear();
    rows.execute("DELETE FROM coordinator");
    coordinators.begin("127.0.0.1:1");
  }

  /** Its machine slept, say, or the database could not be reached. */
  @Test
  void oneThatOnlySeemedDeadIsKnownAgainWithItsNextBeat() {
    rows.execute("DELETE FROM coordinator WHERE coordinator_id = ?", coordinator.get());

    coordinators.beat();
    coordinators.beat();

    assertThat(
            queries.one(
                String.class,
                "SELECT grpc_address FROM coordinator WHERE coordinator_id = ?",
                coordinator.get()))
        .isEqualTo("127.0.0.1:1");
  }

  @Test
  void whileSomeCoordinatorBeatsEverybodyCanBeHeard() {
    rows.execute(
        """
        UPDATE control_plane
           SET healthy_since = now() - interval '1 hour',
               beat_time = now() - interval '14 s'
        """);

    coordinators.beat();

    assertThat(healthySeconds()).isEqualTo(3600);
  }

  @Test
  void anOutageOfAllEndsWithTheFirstBeat() {
    rows.execute(
        """
        UPDATE control_plane
           SET healthy_since = now() - interval '1 hour',
               beat_time = now() - interval '16 s'
        """);

    coordinators.beat();

    assertThat(healthySeconds()).isLessThan(3600);
  }

  @Test
  void runnersAreToldOfAllThatWereHeardLatelyThisOneFirst() {
    other("b:2", 0);
    other("c:3", 61);

    coordinators.begin("a:1");

    assertThat(coordinators.freshAddresses()).isEqualTo(List.of("a:1", "b:2"));
  }

  private void other(String address, int silentSeconds) {
    rows.execute(
        """
        INSERT INTO coordinator (coordinator_id, machine, pid, birth_time, grpc_address, beat_time)
        VALUES (?, 'm', 1, now(), ?, now() - make_interval(secs => ?))
        """,
        UUID.randomUUID(),
        address,
        silentSeconds);
  }

  private long healthySeconds() {
    return queries.count(
        "SELECT CAST(extract(epoch FROM now() - healthy_since) AS bigint) FROM control_plane");
  }
}
