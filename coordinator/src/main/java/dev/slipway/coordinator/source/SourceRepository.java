package dev.slipway.coordinator.source;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** Which tenant has which archives. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SourceRepository extends GenericRepository<SourceRow, String> {

  @Query(
      """
      SELECT tenant_id, sha256, format, size_bytes
      FROM source
      WHERE tenant_id = :tenantId
        AND sha256 = :sha256
      """)
  Optional<SourceRow> find(String tenantId, String sha256);

  /**
   * A second upload of the same archive changes nothing: the first one's format stays. 0: that is
   * so, or there is no such tenant; its row is held, so that it cannot go in between.
   */
  @Query(
      """
      INSERT INTO source (tenant_id, sha256, format, size_bytes)
      SELECT tenant_id, :sha256, :format, :sizeBytes
      FROM tenant
      WHERE tenant_id = :tenantId
      FOR KEY SHARE
      ON CONFLICT (tenant_id, sha256) DO NOTHING
      """)
  int insertIfMissing(String tenantId, String sha256, String format, long sizeBytes);

  @Query(
      """
      SELECT count(*)
      FROM tenant
      WHERE tenant_id = :tenantId
      """)
  long countTenants(String tenantId);
}
