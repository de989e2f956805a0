package dev.slipway.coordinator.report;

import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the attempt that a token belongs to. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AttemptRepository extends GenericRepository<BuildRecord, UUID> {

  /** {@code over}: nothing that it says counts any more. */
  @Introspected
  record Attempt(
      String tenantId, UUID buildId, int attempt, UUID attemptUid, long logBase, boolean over) {}

  @Query(
      """
      SELECT build.tenant_id,
             build.build_id,
             attempt.attempt,
             attempt.attempt_uid,
             attempt.log_base,
             attempt.end_time IS NOT NULL AS over
        FROM attempt
        JOIN build USING (build_id)
       WHERE attempt.token_hash = :tokenHash
      """)
  @Nullable Attempt byToken(byte[] tokenHash);
}
