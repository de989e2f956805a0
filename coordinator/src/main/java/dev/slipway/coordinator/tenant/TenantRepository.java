package dev.slipway.coordinator.tenant;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code tenant}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface TenantRepository extends GenericRepository<TenantRow, String> {

  @Query(
      """
      SELECT tenant_id, display_name, weight, create_time, update_time
        FROM tenant
       WHERE tenant_id = :tenantId
      """)
  @Nullable TenantRow find(String tenantId);

  /** By id; {@code after} is the last one of the page before, or empty. */
  @Query(
      """
      SELECT tenant_id, display_name, weight, create_time, update_time
        FROM tenant
       WHERE tenant_id > :after
       ORDER BY tenant_id
       LIMIT :most
      """)
  List<TenantRow> list(String after, int most);

  /** Null: it is there already. */
  @Query(
      """
      INSERT INTO tenant (tenant_id, display_name, weight)
      VALUES (:tenantId, :displayName, :weight)
      ON CONFLICT (tenant_id) DO NOTHING
      RETURNING tenant_id, display_name, weight, create_time, update_time
      """)
  @Nullable TenantRow insert(String tenantId, String displayName, float weight);

  @Query(
      """
      UPDATE tenant
         SET display_name = :displayName,
             weight = :weight,
             update_time = now()
       WHERE tenant_id = :tenantId
      """)
  void update(String tenantId, String displayName, float weight);

  /**
   * Nobody else changes the row until the transaction ends; submits go on. Null: no such tenant.
   */
  @Query(
      """
      SELECT tenant_id, display_name, weight, create_time, update_time
        FROM tenant
       WHERE tenant_id = :tenantId
         FOR UPDATE
      """)
  @Nullable TenantRow lock(String tenantId);

  /** The tenant stays until the transaction ends; blocks on a delete. Null: no such tenant. */
  @Query(
      """
      SELECT tenant_id
        FROM tenant
       WHERE tenant_id = :tenantId
         FOR KEY SHARE
      """)
  @Nullable String keep(String tenantId);

  /**
   * Nothing is added to the tenant until the transaction ends; blocks on the submits that are on
   * their way. Null: no such tenant.
   */
  @Query(
      """
      SELECT tenant_id
        FROM tenant
       WHERE tenant_id = :tenantId
         FOR UPDATE
      """)
  @Nullable String close(String tenantId);

  @Query(
      """
      DELETE FROM tenant
       WHERE tenant_id = :tenantId
      """)
  void delete(String tenantId);
}
