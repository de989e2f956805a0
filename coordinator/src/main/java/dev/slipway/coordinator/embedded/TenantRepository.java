package dev.slipway.coordinator.embedded;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

/** Tenants, as far as embedded mode makes them. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface TenantRepository extends GenericRepository<Tenant, String> {

  /** Makes a tenant unless it is there. */
  @Query(
      """
      INSERT INTO tenant (tenant_id)
      VALUES (:tenantId)
      ON CONFLICT (tenant_id) DO NOTHING
      """)
  void insertIfMissing(String tenantId);
}
