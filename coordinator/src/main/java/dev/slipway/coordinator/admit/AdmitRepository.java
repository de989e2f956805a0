package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What admission reads. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AdmitRepository extends GenericRepository<BuildRecord, UUID> {

  /** The build that a request_id made, and the hash of the wish that it stood for. */
  @Introspected
  record Earlier(UUID buildId, String requestHash) {}

  @Query(
      """
      SELECT build_id, request_hash
        FROM build_request
       WHERE tenant_id = :tenantId
         AND request_id = :requestId
      """)
  @Nullable Earlier earlier(String tenantId, String requestId);

  /** The project of a chat; null when there is no such chat yet. */
  @Query(
      """
      SELECT project_id
        FROM chat
       WHERE tenant_id = :tenantId
         AND chat_id = :chatId
      """)
  @Nullable String project(String tenantId, String chatId);

  // Of the newest fifty, so that what a project takes today counts, not what it took last year.
  @Query(
      """
      SELECT CAST(1000 * extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY took)) AS bigint)
        FROM (SELECT ended.end_time - ended.start_time AS took
                FROM build_request request
                JOIN build_ended ended USING (build_id)
               WHERE request.tenant_id = :tenantId
                 AND request.chat_no = :chatNo
                 AND ended.state = 'SUCCEEDED'
               ORDER BY request.place DESC
               LIMIT 50) newest
      """)
  @Nullable Long medianMillis(String tenantId, long chatNo);
}
