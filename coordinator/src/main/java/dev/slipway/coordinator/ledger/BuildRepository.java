package dev.slipway.coordinator.ledger;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The writes of the table {@code build}, and the read under its row lock. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface BuildRepository extends GenericRepository<BuildRecord, UUID> {

  /** Locks the build's row until the transaction ends; null when there is none. Blocks on it. */
  @Query(
      """
      SELECT *
        FROM build
       WHERE build_id = :buildId
         AND tenant_id = :tenantId
         FOR UPDATE
      """)
  @Nullable BuildRecord lock(String tenantId, UUID buildId);

  @Query(
      """
      INSERT INTO build (build_id, tenant_id, project_id, chat_id, chat_seq, message_id, template,
                         request_id, request_hash, spec, state, last_sequence)
      VALUES (:buildId, :tenantId, :projectId, :chatId, :chatSeq, :messageId, :template,
              :requestId, :requestHash, CAST(:spec AS jsonb), 'QUEUED', 1)
      """)
  void insert(
      UUID buildId,
      String tenantId,
      String projectId,
      @Nullable String chatId,
      @Nullable Long chatSeq,
      String messageId,
      String template,
      @Nullable String requestId,
      byte @Nullable [] requestHash,
      String spec);

  // The database's clock gives every time, so that coordinators with different clocks agree.
  @Query(
      """
      UPDATE build
         SET state = :state,
             attempt = :attempt,
             losses = :losses,
             attempt_uid = :attemptUid,
             progress = :progress,
             current_step = :currentStep,
             stop_failure = CAST(:stopFailure AS jsonb),
             cancel_reason = :cancelReason,
             failure = CAST(:failure AS jsonb),
             results = CAST(:results AS jsonb),
             resolved_commit = :resolvedCommit,
             last_sequence = :lastSequence,
             start_time = CASE WHEN :state = 'RUNNING' THEN coalesce(start_time, now()) ELSE start_time END,
             end_time = CASE WHEN :state IN ('SUCCEEDED', 'FAILED', 'CANCELLED') THEN now() END,
             update_time = now()
       WHERE build_id = :buildId
      """)
  void update(
      UUID buildId,
      String state,
      int attempt,
      int losses,
      @Nullable UUID attemptUid,
      int progress,
      String currentStep,
      @Nullable String stopFailure,
      @Nullable String cancelReason,
      @Nullable String failure,
      @Nullable String results,
      @Nullable String resolvedCommit,
      long lastSequence);
}
