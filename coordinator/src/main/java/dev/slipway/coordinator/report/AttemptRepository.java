package dev.slipway.coordinator.report;

import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the attempt that a token belongs to. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AttemptRepository extends GenericRepository<BuildRecord, UUID> {

  /** {@code over}: nothing that it says counts any more. */
  @Introspected
  record Attempt(
      String tenantId, UUID buildId, int attempt, UUID attemptUid, long logBase, boolean over) {}

  // The log of a build is one: an attempt's output begins where the last one's ended.
  @Query(
      """
      SELECT request.tenant_id,
             request.build_id,
             attempt.attempt,
             attempt.attempt_uid,
             coalesce((SELECT CAST(sum(output.log_size) AS bigint)
                         FROM attempt_output output
                        WHERE output.build_id = attempt.build_id
                          AND output.attempt < attempt.attempt), 0) AS log_base,
             attempt.end_time IS NOT NULL AS over
        FROM attempt
        JOIN build_request request USING (build_id)
       WHERE attempt.build_id = :buildId
         AND attempt.token_hash = :tokenHash
      """)
  @Nullable Attempt byToken(UUID buildId, byte[] tokenHash);

  /** A step that began. */
  @Introspected
  record Step(String stepId, boolean ended) {}

  @Query(
      """
      SELECT step_id, log_end IS NOT NULL AS ended
        FROM step
       WHERE build_id = :buildId
         AND attempt = :attempt
      """)
  List<Step> steps(UUID buildId, int attempt);

  /** The number of an attempt's newest stream; null: it is over. */
  @Query(
      """
      SELECT conn_gen
        FROM build_active
       WHERE build_id = :buildId
         AND attempt_uid = :attemptUid
      """)
  @Nullable Integer connGen(UUID buildId, UUID attemptUid);
}
