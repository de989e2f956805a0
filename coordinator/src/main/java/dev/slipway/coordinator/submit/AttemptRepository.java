package dev.slipway.coordinator.submit;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The attempts of a build. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AttemptRepository extends GenericRepository<AttemptRow, UUID> {

  @Query(
      """
      SELECT attempt_uid, attempt, lease_time, start_time, end_time, outcome, failure
        FROM attempt
       WHERE build_id = :buildId
       ORDER BY attempt
      """)
  List<AttemptRow> oldestFirst(UUID buildId);
}
