package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** Builds by their ids, and what there is of their logs. The lists must not be empty. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ManyBuildsRepository extends GenericRepository<BuildRecord, UUID> {

  /** A build's log: bytes stored, and bytes that steps printed over their cap. */
  @Introspected
  record Extent(UUID buildId, long size, long dropped) {}

  @Query(
      """
      SELECT *
        FROM build
       WHERE build_id IN (:ids)
      """)
  List<BuildRecord> builds(List<UUID> ids);

  @Query(
      """
      SELECT build_id,
             max(log_base + log_size) AS size,
             CAST(sum(log_dropped) AS bigint) AS dropped
        FROM attempt_output
       WHERE build_id IN (:ids)
       GROUP BY build_id
      """)
  List<Extent> logs(List<UUID> ids);
}
