package dev.slipway.coordinator.peer;

import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The tables {@code coordinator} and {@code control_plane}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CoordinatorRepository extends GenericRepository<BuildRecord, UUID> {

  /**
   * A run of a coordinator that holds no attempt.
   *
   * @param silentMillis since its last beat
   */
  @Introspected
  record IdleRun(
      UUID coordinatorId, String machine, long pid, Instant birthTime, long silentMillis) {}

  /** Also of a run that was forgotten, because it had been silent for long. */
  @Query(
      """
      INSERT INTO coordinator (coordinator_id, machine, pid, birth_time, grpc_address)
      VALUES (:coordinatorId, :machine, :pid, :birthTime, :grpcAddress)
      ON CONFLICT (coordinator_id) DO UPDATE
         SET beat_time = now()
      """)
  void beat(UUID coordinatorId, String machine, long pid, Instant birthTime, String grpcAddress);

  /** Runs that hold no attempt, those that are silent for longest first. */
  @Query(
      """
      SELECT coordinator_id, machine, pid, birth_time,
             CAST(1000 * extract(epoch FROM now() - beat_time) AS bigint) AS silent_millis
        FROM coordinator
       WHERE NOT EXISTS (SELECT 1
                           FROM build_active active
                          WHERE active.coordinator_id = coordinator.coordinator_id)
       ORDER BY beat_time
       LIMIT :most
      """)
  List<IdleRun> idle(int most);

  @Query(
      """
      DELETE FROM coordinator
       WHERE coordinator_id = :coordinatorId
         AND NOT EXISTS (SELECT 1
                           FROM build_active active
                          WHERE active.coordinator_id = coordinator.coordinator_id)
      """)
  void deleteIdle(UUID coordinatorId);

  /**
   * Says that a coordinator can hear runners. When none has said so for {@code outageMillis}, that
   * begins now.
   */
  @Query(
      """
      INSERT INTO control_plane AS known (only_one)
      VALUES (true)
      ON CONFLICT (only_one) DO UPDATE
         SET healthy_since = CASE WHEN now() - known.beat_time > make_interval(secs => :outageMillis / 1000.0)
                                  THEN now() ELSE known.healthy_since END,
             beat_time = now()
      """)
  void healthy(long outageMillis);

  /** Where other coordinators listen that were heard lately, at most {@code most}. */
  @Query(
      """
      SELECT grpc_address
        FROM coordinator
       WHERE coordinator_id <> :coordinatorId
         AND beat_time > now() - make_interval(secs => :silenceMillis / 1000.0)
       ORDER BY coordinator_id
       LIMIT :most
      """)
  List<String> others(UUID coordinatorId, long silenceMillis, int most);
}
