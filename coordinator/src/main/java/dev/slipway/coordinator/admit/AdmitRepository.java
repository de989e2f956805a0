package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What admission reads, and the chat's counter. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AdmitRepository extends GenericRepository<BuildRecord, UUID> {

  /** The build that a request_id made, and the hash of the wish that it stood for. */
  @Introspected
  record Earlier(UUID buildId, byte[] requestHash) {}

  @Query(
      """
      SELECT build_id, request_hash
        FROM build
       WHERE tenant_id = :tenantId
         AND request_id = :requestId
      """)
  @Nullable Earlier earlier(String tenantId, String requestId);

  @Query("SELECT count(*) FROM tenant WHERE tenant_id = :tenantId")
  int tenants(String tenantId);

  // Counts no further than the limit, so that a full queue costs no more than a long one.
  @Query(
      """
      SELECT count(*)
        FROM (SELECT 1
                FROM build
               WHERE tenant_id = :tenantId
                 AND state = 'QUEUED'
               LIMIT :most) waiting
      """)
  int waiting(String tenantId, int most);

  /**
   * Locks the chat's row until the transaction ends, making it on first use, and takes its next
   * place: so places are given in the order of commits.
   */
  @Query(
      """
      INSERT INTO chat AS c (tenant_id, chat_id, last_seq)
      VALUES (:tenantId, :chatId, 1)
      ON CONFLICT (tenant_id, chat_id)
      DO UPDATE SET last_seq = c.last_seq + 1
      RETURNING last_seq
      """)
  long nextPlace(String tenantId, String chatId);
}
