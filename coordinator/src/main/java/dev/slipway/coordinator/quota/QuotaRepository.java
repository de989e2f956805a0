package dev.slipway.coordinator.quota;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code quota}, and whether what a scope names is there. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface QuotaRepository extends GenericRepository<QuotaRow, String> {

  @Query(
      """
      SELECT *
        FROM quota
       WHERE scope = :scope
      """)
  @Nullable QuotaRow find(String scope);

  @Query(
      """
      SELECT *
        FROM quota
       ORDER BY scope
      """)
  List<QuotaRow> all();

  @Query(
      """
      SELECT *
        FROM quota
       WHERE tenant_id = :tenantId
       ORDER BY scope
      """)
  List<QuotaRow> ofTenant(String tenantId);

  @Query(
      """
      INSERT INTO quota (scope, tenant_id, project_id, chat_no)
      VALUES (:scope, :tenantId, :projectId, :chatNo)
      ON CONFLICT (scope) DO NOTHING
      """)
  void insertIfMissing(
      String scope, @Nullable String tenantId, @Nullable String projectId, @Nullable Long chatNo);

  /** Nobody else changes the scope's limits until the transaction ends. */
  @Query(
      """
      SELECT *
        FROM quota
       WHERE scope = :scope
         FOR UPDATE
      """)
  QuotaRow lock(String scope);

  @Query(
      """
      UPDATE quota
         SET running = :running,
             cpu_millis = :cpuMillis,
             memory_mib = :memoryMib,
             queued = :queued,
             builds_per_hour = :buildsPerHour,
             storage_bytes = :storageBytes,
             update_time = now()
       WHERE scope = :scope
      """)
  void update(
      String scope,
      @Nullable Long running,
      @Nullable Long cpuMillis,
      @Nullable Long memoryMib,
      @Nullable Long queued,
      @Nullable Long buildsPerHour,
      @Nullable Long storageBytes);

  /** The tenant, with what is its, stays until the transaction ends. Null: no such tenant. */
  @Query(
      """
      SELECT tenant_id
        FROM tenant
       WHERE tenant_id = :tenantId
         FOR KEY SHARE
      """)
  @Nullable String keepTenant(String tenantId);

  /** Null: no such tenant. */
  @Query(
      """
      SELECT tenant_id
        FROM tenant
       WHERE tenant_id = :tenantId
      """)
  @Nullable String tenant(String tenantId);

  /** Null: no such project. */
  @Query(
      """
      SELECT project_id
        FROM project
       WHERE tenant_id = :tenantId
         AND project_id = :projectId
      """)
  @Nullable String project(String tenantId, String projectId);

  /** Null: no such chat. */
  @Query(
      """
      SELECT chat_no
        FROM chat
       WHERE tenant_id = :tenantId
         AND chat_id = :chatId
      """)
  @Nullable Long chatNo(String tenantId, String chatId);
}
