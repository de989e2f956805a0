package dev.slipway.coordinator.ledger;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The writes of the tables {@code attempt} and {@code step}; the build's row is locked. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AttemptRepository extends GenericRepository<BuildRecord, UUID> {

  // The log of a build is one: an attempt's output begins where the last one's ended.
  @Query(
      """
      INSERT INTO attempt (build_id, attempt, attempt_uid, token_hash, coordinator_id, log_base)
      SELECT :buildId, :attempt, :attemptUid, :tokenHash, :coordinatorId,
             coalesce(max(log_base + log_size), 0)
        FROM attempt
       WHERE build_id = :buildId
      """)
  void open(UUID buildId, int attempt, UUID attemptUid, byte[] tokenHash, UUID coordinatorId);

  @Query(
      """
      UPDATE attempt
         SET start_time = now()
       WHERE build_id = :buildId
         AND attempt = :attempt
      """)
  void start(UUID buildId, int attempt);

  @Query(
      """
      UPDATE attempt
         SET end_time = now(),
             outcome = :outcome,
             failure = CAST(:failure AS jsonb)
       WHERE build_id = :buildId
         AND attempt = :attempt
      """)
  void end(UUID buildId, int attempt, String outcome, @Nullable String failure);

  @Query(
      """
      INSERT INTO step (build_id, attempt, step_id, log_start)
      VALUES (:buildId, :attempt, :stepId, :logOffset)
      """)
  void startStep(UUID buildId, int attempt, String stepId, long logOffset);

  @Query(
      """
      WITH dropped AS (
        UPDATE attempt
           SET log_dropped = log_dropped + :logDropped
         WHERE build_id = :buildId
           AND attempt = :attempt
      )
      UPDATE step
         SET exit_code = :exitCode,
             log_end = :logOffset
       WHERE build_id = :buildId
         AND attempt = :attempt
         AND step_id = :stepId
      """)
  void finishStep(
      UUID buildId, int attempt, String stepId, int exitCode, long logOffset, long logDropped);
}
