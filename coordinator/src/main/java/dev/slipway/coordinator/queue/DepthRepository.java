package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.queue.pause.Pause;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import org.jspecify.annotations.Nullable;

/** Counts what waits and runs. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DepthRepository extends GenericRepository<Pause, String> {

  // Both phases in one statement, so that a build which moves meanwhile is counted once.
  @Query(
      """
      SELECT waiting.held,
             waiting.queued,
             active.starting,
             active.running,
             active.stopping,
             waiting.oldest_queued_time
        FROM (SELECT count(*) FILTER (WHERE hold IS NOT NULL) AS held,
                     count(*) FILTER (WHERE hold IS NULL) AS queued,
                     min(enqueue_time) FILTER (WHERE hold IS NULL) AS oldest_queued_time
                FROM build_waiting
               WHERE (CAST(:tenantId AS text) IS NULL OR tenant_id = :tenantId)
                 AND (CAST(:projectId AS text) IS NULL OR project_id = :projectId)
                 AND (CAST(:chatNo AS bigint) IS NULL OR chat_no = :chatNo)) waiting
       CROSS JOIN
             (SELECT count(*) FILTER (WHERE state = 'STARTING') AS starting,
                     count(*) FILTER (WHERE state = 'RUNNING') AS running,
                     count(*) FILTER (WHERE state = 'STOPPING') AS stopping
                FROM build_active
               WHERE (CAST(:tenantId AS text) IS NULL OR tenant_id = :tenantId)
                 AND (CAST(:projectId AS text) IS NULL OR project_id = :projectId)
                 AND (CAST(:chatNo AS bigint) IS NULL OR chat_no = :chatNo)) active
      """)
  Depth count(@Nullable String tenantId, @Nullable String projectId, @Nullable Long chatNo);
}
