package dev.slipway.coordinator.rescue;

import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.UUID;

/** The table {@code coordinator}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CoordinatorRepository extends GenericRepository<BuildRecord, UUID> {

  @Query(
      """
      INSERT INTO coordinator (coordinator_id, machine, pid, birth_time, grpc_address)
      VALUES (:coordinatorId, :machine, :pid, :birthTime, :grpcAddress)
      """)
  void insert(UUID coordinatorId, String machine, long pid, Instant birthTime, String grpcAddress);

  @Query(
      """
      UPDATE coordinator
         SET beat_time = now()
       WHERE coordinator_id = :coordinatorId
      """)
  void beat(UUID coordinatorId);

  @Query(
      """
      DELETE FROM coordinator
       WHERE coordinator_id = :coordinatorId
      """)
  void delete(UUID coordinatorId);

  @Query(
      """
      DELETE FROM coordinator
       WHERE coordinator_id = :coordinatorId
         AND NOT EXISTS (SELECT 1
                           FROM build_active active
                          WHERE active.coordinator_id = coordinator.coordinator_id)
      """)
  void deleteIdle(UUID coordinatorId);
}
