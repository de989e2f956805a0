package dev.slipway.coordinator.tenant;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/** What is still there when something is to be deleted; each list is by id, and bounded. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RemainsRepository extends GenericRepository<TenantRow, String> {

  @Query(
      """
      SELECT project_id
        FROM project
       WHERE tenant_id = :tenantId
       ORDER BY project_id
       LIMIT :most
      """)
  List<String> projects(String tenantId, int most);

  @Query(
      """
      SELECT chat_id
        FROM chat
       WHERE tenant_id = :tenantId
       ORDER BY chat_id
       LIMIT :most
      """)
  List<String> chats(String tenantId, int most);

  @Query(
      """
      SELECT CAST(build_id AS text)
        FROM build_request
       WHERE tenant_id = :tenantId
       ORDER BY build_id
       LIMIT :most
      """)
  List<String> builds(String tenantId, int most);

  @Query(
      """
      SELECT sha256
        FROM source
       WHERE tenant_id = :tenantId
       ORDER BY sha256
       LIMIT :most
      """)
  List<String> sources(String tenantId, int most);

  @Query(
      """
      SELECT chat_id
        FROM chat
       WHERE tenant_id = :tenantId
         AND project_id = :projectId
       ORDER BY chat_id
       LIMIT :most
      """)
  List<String> chatsOfProject(String tenantId, String projectId, int most);

  @Query(
      """
      SELECT CAST(build_id AS text)
        FROM build_request
       WHERE tenant_id = :tenantId
         AND project_id = :projectId
       ORDER BY build_id
       LIMIT :most
      """)
  List<String> buildsOfProject(String tenantId, String projectId, int most);

  @Query(
      """
      SELECT CAST(build_id AS text)
        FROM build_request
       WHERE chat_no = :chatNo
       ORDER BY place
       LIMIT :most
      """)
  List<String> buildsOfChat(long chatNo, int most);
}
