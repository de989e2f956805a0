package dev.slipway.coordinator.tenant;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code project}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ProjectRepository extends GenericRepository<ProjectRow, String> {

  @Query(
      """
      SELECT project_id, tenant_id, display_name, create_time, update_time
        FROM project
       WHERE tenant_id = :tenantId
         AND project_id = :projectId
      """)
  @Nullable ProjectRow find(String tenantId, String projectId);

  /** By id; {@code after} is the last one of the page before, or empty. */
  @Query(
      """
      SELECT project_id, tenant_id, display_name, create_time, update_time
        FROM project
       WHERE tenant_id = :tenantId
         AND project_id > :after
       ORDER BY project_id
       LIMIT :most
      """)
  List<ProjectRow> list(String tenantId, String after, int most);

  /** Null: it is there already. */
  @Query(
      """
      INSERT INTO project (tenant_id, project_id, display_name)
      VALUES (:tenantId, :projectId, :displayName)
      ON CONFLICT (tenant_id, project_id) DO NOTHING
      RETURNING project_id, tenant_id, display_name, create_time, update_time
      """)
  @Nullable ProjectRow insert(String tenantId, String projectId, String displayName);

  /** Null: no such project. */
  @Query(
      """
      UPDATE project
         SET display_name = :displayName,
             update_time = now()
       WHERE tenant_id = :tenantId
         AND project_id = :projectId
      RETURNING project_id, tenant_id, display_name, create_time, update_time
      """)
  @Nullable ProjectRow update(String tenantId, String projectId, String displayName);

  @Query(
      """
      DELETE FROM project
       WHERE tenant_id = :tenantId
         AND project_id = :projectId
      """)
  void delete(String tenantId, String projectId);
}
