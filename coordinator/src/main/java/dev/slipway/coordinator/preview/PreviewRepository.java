package dev.slipway.coordinator.preview;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What each chat shows, and what it could show instead. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface PreviewRepository extends GenericRepository<PreviewRow, String> {

  @Query(
      """
      SELECT tenant_id, chat_id, host_label, build_id, update_time
      FROM preview
      WHERE tenant_id = :tenantId
        AND chat_id = :chatId
      """)
  Optional<PreviewRow> find(String tenantId, String chatId);

  /** As {@code find}; nobody else moves the preview until the transaction ends. */
  @Query(
      """
      SELECT tenant_id, chat_id, host_label, build_id, update_time
      FROM preview
      WHERE tenant_id = :tenantId
        AND chat_id = :chatId
      FOR UPDATE
      """)
  Optional<PreviewRow> lock(String tenantId, String chatId);

  @Query(
      """
      SELECT build_id
      FROM preview
      WHERE host_label = :hostLabel
      """)
  Optional<UUID> findBuild(String hostLabel);

  /** The first page: last changed first, ties by the chat's id. */
  @Query(
      """
      SELECT tenant_id, chat_id, host_label, build_id, update_time
      FROM preview
      WHERE tenant_id = :tenantId
      ORDER BY update_time DESC, chat_id
      LIMIT :count
      """)
  List<PreviewRow> list(String tenantId, int count);

  /** The rows after this one, in the order of {@code list}. */
  @Query(
      """
      SELECT tenant_id, chat_id, host_label, build_id, update_time
      FROM preview
      WHERE tenant_id = :tenantId
        AND (update_time < :updateTime
          OR update_time = :updateTime AND chat_id > :chatId)
      ORDER BY update_time DESC, chat_id
      LIMIT :count
      """)
  List<PreviewRow> listAfter(String tenantId, Instant updateTime, String chatId, int count);

  /**
   * Shows a build unless the chat shows a later one already: a success that is told late, or twice,
   * must not take the address back. A roll-back is not undone by it either, as the chat's next
   * success is later than what was rolled back.
   */
  @Query(
      """
      INSERT INTO preview (tenant_id, chat_id, host_label, build_id)
      VALUES (:tenantId, :chatId, :hostLabel, :buildId)
      ON CONFLICT (tenant_id, chat_id) DO UPDATE
      SET build_id = EXCLUDED.build_id,
          update_time = now()
      WHERE (SELECT chat_seq FROM build WHERE build_id = EXCLUDED.build_id)
          > (SELECT chat_seq FROM build WHERE build_id = preview.build_id)
      """)
  void flip(String tenantId, String chatId, String hostLabel, UUID buildId);

  @Query(
      """
      UPDATE preview
      SET build_id = :buildId,
          update_time = now()
      WHERE tenant_id = :tenantId
        AND chat_id = :chatId
      """)
  void show(String tenantId, String chatId, UUID buildId);

  /** The newest published success of the chat that is older than this build. */
  @Query(
      """
      SELECT build_id
      FROM build
      JOIN artifact USING (build_id)
      WHERE tenant_id = :tenantId
        AND chat_id = :chatId
        AND state = 'SUCCEEDED'
        AND site
        AND chat_seq < (SELECT chat_seq FROM build WHERE build_id = :buildId)
      ORDER BY chat_seq DESC
      LIMIT 1
      """)
  Optional<UUID> findPublishedBefore(String tenantId, String chatId, UUID buildId);

  /** 1 when this build is a published success of the chat, else 0. */
  @Query(
      """
      SELECT count(*)
      FROM build
      JOIN artifact USING (build_id)
      WHERE build_id = :buildId
        AND tenant_id = :tenantId
        AND chat_id = :chatId
        AND state = 'SUCCEEDED'
        AND site
      """)
  long countPublished(String tenantId, String chatId, UUID buildId);

  @Query(
      """
      SELECT count(*)
      FROM tenant
      WHERE tenant_id = :tenantId
      """)
  long countTenants(String tenantId);
}
