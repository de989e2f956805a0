package dev.slipway.coordinator.ledger;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The reads of the view {@code build}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface BuildReadRepository extends GenericRepository<BuildRecord, UUID> {

  @Query(
      """
      SELECT *
        FROM build
       WHERE build_id = :buildId
         AND tenant_id = :tenantId
      """)
  @Nullable BuildRecord find(String tenantId, UUID buildId);

  @Query(
      """
      SELECT coalesce(max(log_base + log_size), 0) AS size,
             CAST(coalesce(sum(log_dropped), 0) AS bigint) AS dropped
        FROM attempt_output
       WHERE build_id = :buildId
      """)
  LogExtent log(UUID buildId);
}
