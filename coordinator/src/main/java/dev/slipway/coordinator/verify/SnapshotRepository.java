package dev.slipway.coordinator.verify;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The transaction that a check runs in, and the coordinators. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SnapshotRepository extends GenericRepository<CoordinatorRow, UUID> {

  /** Until the end of the transaction; a check reads whole tables, as nothing else does. */
  @Query(
      """
      SELECT set_config('statement_timeout', :timeout, true) || set_config('work_mem', :memory, true)
             || set_config('enable_seqscan', 'on', true) || set_config('enable_hashjoin', 'on', true)
             || set_config('enable_mergejoin', 'on', true)
      """)
  String limit(String timeout, String memory);

  @Query(
      """
      SELECT now()
      """)
  Instant now();

  @Query(
      """
      SELECT coordinator_id, pid, grpc_address, start_time, beat_time, CAST(coalesce(leased.active, 0) AS int) AS active
        FROM coordinator
        LEFT JOIN (SELECT coordinator_id, count(*) AS active
                     FROM build_active
                    GROUP BY coordinator_id) leased USING (coordinator_id)
       ORDER BY start_time, coordinator_id
       LIMIT :most
      """)
  List<CoordinatorRow> coordinators(int most);
}
