package dev.slipway.coordinator.queue.pause;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code pause}. The database's clock says whether a pause is over. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface PauseRepository extends GenericRepository<Pause, String> {

  @Query(
      """
      SELECT *
        FROM pause
       WHERE scope = :scope
         AND (until_time IS NULL OR until_time > now())
         FOR UPDATE
      """)
  @Nullable Pause lock(String scope);

  @Query(
      """
      SELECT pause.*
        FROM pause
        LEFT JOIN chat USING (chat_no)
       WHERE (pause.until_time IS NULL OR pause.until_time > now())
         AND (CAST(:tenantId AS text) IS NULL OR pause.tenant_id = :tenantId)
         AND (CAST(:projectId AS text) IS NULL OR coalesce(pause.project_id, chat.project_id) = :projectId)
         AND (CAST(:chatNo AS bigint) IS NULL OR pause.chat_no = :chatNo)
       ORDER BY pause.pause_time, pause.scope
      """)
  List<Pause> within(@Nullable String tenantId, @Nullable String projectId, @Nullable Long chatNo);

  @Query(
      """
      SELECT *
        FROM pause
       WHERE (until_time IS NULL OR until_time > now())
         AND (tenant_id IS NULL OR tenant_id = :tenantId)
         AND (project_id IS NULL OR project_id = :projectId)
         AND (chat_no IS NULL OR chat_no = :chatNo)
       ORDER BY pause_time, scope
      """)
  List<Pause> holding(@Nullable String tenantId, @Nullable String projectId, @Nullable Long chatNo);

  /** The tenant, with what is its, stays until the transaction ends. Null: no such tenant. */
  @Query(
      """
      SELECT tenant_id
        FROM tenant
       WHERE tenant_id = :tenantId
         FOR KEY SHARE
      """)
  @Nullable String keepTenant(String tenantId);

  @Query(
      """
      SELECT count(*)
        FROM pause
       WHERE scope <> :scope
      """)
  long countOthers(String scope);

  /**
   * 0: {@code untilTime} has passed, and nothing was stored. Who repeats a pause keeps its begin.
   */
  @Query(
      """
      INSERT INTO pause (scope, tenant_id, project_id, chat_no, mode, paused_by, reason, until_time)
      SELECT :scope, :tenantId, :projectId, :chatNo, :mode, :pausedBy, :reason, CAST(:untilTime AS timestamptz)
       WHERE CAST(:untilTime AS timestamptz) IS NULL
          OR CAST(:untilTime AS timestamptz) > now()
      ON CONFLICT (scope) DO UPDATE
         SET mode = EXCLUDED.mode,
             paused_by = EXCLUDED.paused_by,
             reason = EXCLUDED.reason,
             until_time = EXCLUDED.until_time
      """)
  int put(
      String scope,
      @Nullable String tenantId,
      @Nullable String projectId,
      @Nullable Long chatNo,
      String mode,
      String pausedBy,
      String reason,
      @Nullable Instant untilTime);

  @Query(
      """
      DELETE FROM pause
       WHERE scope = :scope
      """)
  void delete(String scope);

  @Query(
      """
      DELETE FROM pause
       WHERE until_time <= now()
      """)
  void deleteOver();
}
