package dev.slipway.coordinator.queue.pause;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import org.jspecify.annotations.Nullable;

/** Whether what a scope names exists. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ScopeRepository extends GenericRepository<Pause, String> {

  /** A chat's number and its project. */
  @Introspected
  record ChatRow(long chatNo, String projectId) {}

  @Query(
      """
      SELECT tenant_id
        FROM tenant
       WHERE tenant_id = :tenantId
      """)
  @Nullable String tenant(String tenantId);

  @Query(
      """
      SELECT project_id
        FROM project
       WHERE tenant_id = :tenantId
         AND project_id = :projectId
      """)
  @Nullable String project(String tenantId, String projectId);

  @Query(
      """
      SELECT chat_no, project_id
        FROM chat
       WHERE tenant_id = :tenantId
         AND chat_id = :chatId
      """)
  @Nullable ChatRow chat(String tenantId, String chatId);
}
