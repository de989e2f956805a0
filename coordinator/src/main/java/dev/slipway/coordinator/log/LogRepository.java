package dev.slipway.coordinator.log;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@code log_chunk}, and {@code attempt_output}, which says how large the outputs are. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface LogRepository extends GenericRepository<LogChunk, UUID> {

  /** What is stored of an attempt that is not over and whose newest stream it is; null when not. */
  @Query(
      """
      SELECT coalesce(output.log_size, 0) AS size,
             CASE WHEN output.build_id IS NULL THEN 0 ELSE output.log_crc END AS crc
        FROM build_active active
        LEFT JOIN attempt_output output USING (build_id, attempt)
       WHERE active.build_id = :buildId
         AND active.attempt_uid = :attemptUid
         AND (:connGen = 0 OR active.conn_gen = :connGen)
      """)
  @Nullable Extent extent(UUID buildId, UUID attemptUid, int connGen);

  // The chunk that holds :start may begin before it: the largest offset at or below it.
  @Query(
      """
      SELECT build_id, log_offset, write_time, raw_size, crc, codec, data
        FROM log_chunk
       WHERE build_id = :buildId
         AND log_offset >= coalesce((SELECT max(log_offset)
                                       FROM log_chunk
                                      WHERE build_id = :buildId
                                        AND log_offset <= :start), 0)
         AND log_offset < :end
       ORDER BY log_offset
       LIMIT :most
      """)
  List<LogChunk> chunks(UUID buildId, long start, long end, int most);

  @Query(
      """
      SELECT build_id, log_offset, write_time, raw_size, crc, codec, data
        FROM log_chunk
       WHERE build_id = :buildId
         AND log_offset < :before
       ORDER BY log_offset DESC
       LIMIT 1
      """)
  @Nullable LogChunk lastBefore(UUID buildId, long before);

  /** Where the first chunk begins that was stored at this time or later; null for none. */
  @Query(
      """
      SELECT log_offset
        FROM log_chunk
       WHERE build_id = :buildId
         AND write_time >= :time
       ORDER BY log_offset
       LIMIT 1
      """)
  @Nullable Long firstSince(UUID buildId, Instant time);

  /** When the logs of the builds of a day (UTC) were dropped; null while they are kept. */
  @Query(
      """
      SELECT drop_time
        FROM log_dropped
       WHERE day = :day
      """)
  @Nullable Instant dropTime(LocalDate day);

  // Without a step of that name yet: nothing. Of several attempts: the latest that ran it. One that
  // was cut off in the step stays open, because the next attempt runs the step again.
  @Query(
      """
      SELECT step.log_start AS start,
             coalesce(step.log_end, output.log_base + output.log_size, step.log_start) AS "end",
             (step.log_end IS NULL AND ended.end_time IS NULL) AS open,
             step.log_dropped AS dropped
        FROM step
        LEFT JOIN attempt_output output USING (build_id, attempt)
        LEFT JOIN build_ended ended USING (build_id)
       WHERE step.build_id = :buildId
         AND step_id = :stepId
       ORDER BY step.attempt DESC
       LIMIT 1
      """)
  @Nullable LogRange step(UUID buildId, String stepId);

  @Query(
      """
      SELECT CAST(0 AS bigint) AS start,
             coalesce(max(output.log_base + output.log_size), 0) AS "end",
             ended.build_id IS NULL AS open,
             CAST(coalesce(sum(output.log_dropped), 0) AS bigint) AS dropped
        FROM build_request request
        LEFT JOIN build_ended ended USING (build_id)
        LEFT JOIN attempt_output output USING (build_id)
       WHERE request.build_id = :buildId
       GROUP BY request.build_id, ended.build_id
      """)
  LogRange whole(UUID buildId);
}
