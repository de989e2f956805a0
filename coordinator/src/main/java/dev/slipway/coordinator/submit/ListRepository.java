package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages of builds. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ListRepository extends GenericRepository<BuildRecord, UUID> {

  // Ids are in the order of submits, so the key is the order.
  @Query(
      """
      SELECT *
        FROM build
       WHERE tenant_id = :tenantId
         AND (CAST(:before AS uuid) IS NULL OR build_id < CAST(:before AS uuid))
         AND (CAST(:chat AS text) IS NULL OR chat_id = :chat)
         AND (CAST(:project AS text) IS NULL OR project_id = :project)
         AND (CAST(:state AS text) IS NULL OR state = :state)
         AND (CAST(:messageId AS text) IS NULL OR message_id = :messageId)
         AND (CAST(:template AS text) IS NULL OR template = :template)
       ORDER BY build_id DESC
       LIMIT :most
      """)
  List<BuildRecord> newest(
      String tenantId,
      @Nullable UUID before,
      @Nullable String chat,
      @Nullable String project,
      @Nullable String state,
      @Nullable String messageId,
      @Nullable String template,
      int most);
}
