package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** Which chats a failed build blocks. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface BlockedRepository extends GenericRepository<BuildRecord, UUID> {

  /** Whether the chat waits for someone to look after this build. */
  @Query(
      """
      SELECT EXISTS (SELECT 1
                       FROM chat
                      WHERE tenant_id = :tenantId
                        AND chat_no = :chatNo
                        AND blocked_by = :buildId)
      """)
  boolean blocks(String tenantId, long chatNo, UUID buildId);
}
