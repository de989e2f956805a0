package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.queue.pause.Pause;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import org.jspecify.annotations.Nullable;

/** What the statistics are made of. Times are seconds; the clock is the database's. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface StatsRepository extends GenericRepository<Pause, String> {

  /**
   * Builds that have not ended.
   *
   * @param oldestWaiting how long the oldest QUEUED one has waited; null when there is none
   * @param submitted of all of them, in the window
   * @param submittedToday of all of them, since midnight UTC
   */
  @Introspected
  record Unended(
      long held,
      long queued,
      long active,
      @Nullable Double oldestWaiting,
      long submitted,
      long submittedToday) {}

  /**
   * Builds that ended in the window; times are null when no build has one.
   *
   * @param submitted of all of them, in the window too
   * @param durationAverage from start to end, of those that succeeded
   * @param waitP50 from submit to start, of those that had started
   */
  @Introspected
  record Ended(
      long succeeded,
      long failed,
      long cancelled,
      long submitted,
      @Nullable Double durationAverage,
      @Nullable Double durationP50,
      @Nullable Double durationP90,
      @Nullable Double waitP50,
      @Nullable Double waitP90) {
    long all() {
      return succeeded + failed + cancelled;
    }
  }

  /** Builds that ended since midnight UTC, and how many of them were submitted since then. */
  @Introspected
  record Today(long succeeded, long failed, long cancelled, long submitted) {
    long all() {
      return succeeded + failed + cancelled;
    }
  }

  /** Lets the percentiles of a million builds be sorted in memory, until the transaction ends. */
  @Query(
      """
      SELECT set_config('work_mem', '64MB', true)
      """)
  String sortInMemory();

  @Query(
      """
      SELECT count(*) FILTER (WHERE state = 'HELD') AS held,
             count(*) FILTER (WHERE state = 'QUEUED') AS queued,
             count(*) FILTER (WHERE state = 'ACTIVE') AS active,
             CAST(extract(epoch FROM now() - min(enqueue_time) FILTER (WHERE state = 'QUEUED')) AS double precision) AS oldest_waiting,
             count(*) FILTER (WHERE enqueue_time >= now() - make_interval(secs => :window)) AS submitted,
             count(*) FILTER (WHERE enqueue_time >= date_trunc('day', now(), 'UTC')) AS submitted_today
        FROM (SELECT tenant_id, project_id, chat_no, enqueue_time, CASE WHEN hold IS NULL THEN 'QUEUED' ELSE 'HELD' END AS state
                FROM build_waiting
               UNION ALL
              SELECT tenant_id, project_id, chat_no, enqueue_time, 'ACTIVE'
                FROM build_active) unended
       WHERE (CAST(:tenantId AS text) IS NULL OR tenant_id = :tenantId)
         AND (CAST(:projectId AS text) IS NULL OR project_id = :projectId)
         AND (CAST(:chatNo AS bigint) IS NULL OR chat_no = :chatNo)
      """)
  Unended unended(
      @Nullable String tenantId, @Nullable String projectId, @Nullable Long chatNo, double window);

  // end_time has a BRIN index: only the pages of the window are read.
  @Query(
      """
      SELECT count(*) FILTER (WHERE state = 'SUCCEEDED') AS succeeded,
             count(*) FILTER (WHERE state = 'FAILED') AS failed,
             count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled,
             count(*) FILTER (WHERE enqueue_time >= now() - make_interval(secs => :window)) AS submitted,
             avg(duration) AS duration_average,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY duration) AS duration_p50,
             percentile_cont(0.9) WITHIN GROUP (ORDER BY duration) AS duration_p90,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS wait_p50,
             percentile_cont(0.9) WITHIN GROUP (ORDER BY wait) AS wait_p90
        FROM (SELECT state,
                     enqueue_time,
                     CASE WHEN state = 'SUCCEEDED' THEN CAST(extract(epoch FROM end_time - first_start_time) AS double precision) END AS duration,
                     CAST(extract(epoch FROM first_start_time - enqueue_time) AS double precision) AS wait
                FROM build_ended
               WHERE end_time >= now() - make_interval(secs => :window)
                 AND (CAST(:tenantId AS text) IS NULL OR tenant_id = :tenantId)
                 AND (CAST(:projectId AS text) IS NULL OR project_id = :projectId)
                 AND (CAST(:chatNo AS bigint) IS NULL OR build_id IN (SELECT build_id
                                                                        FROM build_request
                                                                       WHERE chat_no = :chatNo))) ended
      """)
  Ended ended(
      @Nullable String tenantId, @Nullable String projectId, @Nullable Long chatNo, double window);

  @Query(
      """
      SELECT count(*) FILTER (WHERE state = 'SUCCEEDED') AS succeeded,
             count(*) FILTER (WHERE state = 'FAILED') AS failed,
             count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled,
             count(*) FILTER (WHERE enqueue_time >= date_trunc('day', now(), 'UTC')) AS submitted
        FROM build_ended
       WHERE end_time >= date_trunc('day', now(), 'UTC')
         AND (CAST(:tenantId AS text) IS NULL OR tenant_id = :tenantId)
         AND (CAST(:projectId AS text) IS NULL OR project_id = :projectId)
         AND (CAST(:chatNo AS bigint) IS NULL OR build_id IN (SELECT build_id
                                                                FROM build_request
                                                               WHERE chat_no = :chatNo))
      """)
  Today today(@Nullable String tenantId, @Nullable String projectId, @Nullable Long chatNo);

  @Query(
      """
      SELECT count(*)
        FROM build_ended
       WHERE dead_letter_time IS NOT NULL
         AND (CAST(:tenantId AS text) IS NULL OR tenant_id = :tenantId)
         AND (CAST(:projectId AS text) IS NULL OR project_id = :projectId)
         AND (CAST(:chatNo AS bigint) IS NULL OR build_id IN (SELECT build_id
                                                                FROM build_request
                                                               WHERE chat_no = :chatNo))
      """)
  long deadLetters(@Nullable String tenantId, @Nullable String projectId, @Nullable Long chatNo);
}
