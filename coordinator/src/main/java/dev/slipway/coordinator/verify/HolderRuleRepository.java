package dev.slipway.coordinator.verify;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** Rules on what is held, and by whom. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface HolderRuleRepository extends GenericRepository<CoordinatorRow, UUID> {

  // Whoever is active now held its part when the newest of them was leased. So when they are over
  // the limit together, and that
  // lease came after the limit was set, it was given although it did not fit. The limit was set 10
  // s before the lease at least, as
  // times are those at which transactions began.
  @Query(
      """
      WITH held AS (
        SELECT q.scope, q.running, q.cpu_millis, q.memory_mib, q.update_time, count(*) AS running_held,
               sum(a.cpu_millis) AS cpu_held, sum(a.memory_mib) AS memory_held, max(a.lease_time) AS newest_lease
          FROM quota q
          JOIN build_active a
            ON (q.tenant_id IS NULL OR a.tenant_id = q.tenant_id)
           AND (q.project_id IS NULL OR a.project_id = q.project_id)
           AND (q.chat_no IS NULL OR a.chat_no = q.chat_no)
         GROUP BY q.scope
      ), broken AS (
        SELECT format('%s holds %s builds, %s m CPU, %s MiB; its limits are %s, %s, %s', scope, running_held, cpu_held, memory_held,
                      coalesce(CAST(running AS text), 'none'), coalesce(CAST(cpu_millis AS text), 'none'),
                      coalesce(CAST(memory_mib AS text), 'none')) AS words
          FROM held
         WHERE newest_lease > update_time + interval '10s'
           AND (running_held > running OR cpu_held > cpu_millis OR memory_held > memory_mib)
      )
      SELECT (SELECT count(*) FROM quota WHERE coalesce(running, cpu_millis, memory_mib) IS NOT NULL) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding quotaHeld();

  // No violations: a coordinator may die at any moment, and another one looks after its attempts.
  @Query(
      """
      SELECT (SELECT count(*) FROM build_active) AS checked,
             0 AS violations,
             array_to_string(ARRAY(SELECT format('build %s is leased by coordinator %s, %s', a.build_id, a.coordinator_id,
                                                 CASE
                                                   WHEN c.beat_time IS NULL THEN 'which is not known any more'
                                                   ELSE format('last heard of %s s ago', CAST(extract(epoch FROM now() - c.beat_time) AS bigint))
                                                 END)
                                     FROM build_active a
                                     LEFT JOIN coordinator c USING (coordinator_id)
                                    WHERE c.beat_time IS NULL
                                       OR c.beat_time < now() - interval '60s'
                                    ORDER BY a.build_id
                                    LIMIT 20), chr(10)) AS examples
      """)
  Finding noDeadCoordinatorLeases();
}
