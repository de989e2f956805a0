package dev.slipway.coordinator.tenant;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code chat}, but for its counters, which are admission's. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ChatRepository extends GenericRepository<ChatRow, Long> {

  @Query(
      """
      SELECT chat_no, tenant_id, chat_id, project_id, display_name, max_parallel, supersede, on_failure,
             CAST(1000 * extract(epoch FROM debounce_delay) AS bigint) AS debounce_millis,
             CAST(1000 * extract(epoch FROM debounce_max_delay) AS bigint) AS debounce_max_millis,
             blocked_by, last_seq, create_time, update_time
        FROM chat
       WHERE tenant_id = :tenantId
         AND chat_id = :chatId
      """)
  @Nullable ChatRow find(String tenantId, String chatId);

  /**
   * By id; {@code after} is the last one of the page before, or empty; {@code projectId} null for
   * all.
   */
  @Query(
      """
      SELECT chat_no, tenant_id, chat_id, project_id, display_name, max_parallel, supersede, on_failure,
             CAST(1000 * extract(epoch FROM debounce_delay) AS bigint) AS debounce_millis,
             CAST(1000 * extract(epoch FROM debounce_max_delay) AS bigint) AS debounce_max_millis,
             blocked_by, last_seq, create_time, update_time
        FROM chat
       WHERE tenant_id = :tenantId
         AND chat_id > :after
         AND (CAST(:projectId AS text) IS NULL OR project_id = :projectId)
       ORDER BY chat_id
       LIMIT :most
      """)
  List<ChatRow> list(String tenantId, String after, @Nullable String projectId, int most);

  /** Its number; null: it is there already. */
  @Query(
      """
      INSERT INTO chat (tenant_id, chat_id, project_id, display_name, max_parallel, supersede, on_failure,
                        debounce_delay, debounce_max_delay)
      VALUES (:tenantId, :chatId, :projectId, :displayName, :maxParallel, :supersede, :onFailure,
              CAST(:debounceMillis AS bigint) * interval '1 millisecond',
              CAST(:debounceMaxMillis AS bigint) * interval '1 millisecond')
      ON CONFLICT (tenant_id, chat_id) DO NOTHING
      RETURNING chat_no
      """)
  @Nullable Long insert(
      String tenantId,
      String chatId,
      String projectId,
      String displayName,
      int maxParallel,
      String supersede,
      String onFailure,
      @Nullable Long debounceMillis,
      @Nullable Long debounceMaxMillis);

  /**
   * Nobody submits to the chat or ends a build of it until the transaction ends. Null: none such.
   */
  @Query(
      """
      SELECT chat_no
        FROM chat
       WHERE tenant_id = :tenantId
         AND chat_id = :chatId
         FOR UPDATE
      """)
  @Nullable Long lock(String tenantId, String chatId);

  // A chat that goes on after a failure is not blocked by one.
  @Query(
      """
      UPDATE chat
         SET display_name = :displayName,
             max_parallel = :maxParallel,
             supersede = :supersede,
             on_failure = :onFailure,
             debounce_delay = CAST(:debounceMillis AS bigint) * interval '1 millisecond',
             debounce_max_delay = CAST(:debounceMaxMillis AS bigint) * interval '1 millisecond',
             blocked_by = CASE WHEN :onFailure = 'BLOCK' THEN blocked_by END,
             update_time = now()
       WHERE chat_no = :chatNo
      """)
  void update(
      long chatNo,
      String displayName,
      int maxParallel,
      String supersede,
      String onFailure,
      @Nullable Long debounceMillis,
      @Nullable Long debounceMaxMillis);

  @Query(
      """
      DELETE FROM chat
       WHERE chat_no = :chatNo
      """)
  void delete(long chatNo);
}
