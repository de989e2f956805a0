package dev.slipway.coordinator.log;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code log_chunk} and {@code attempt_output}, which says how large the outputs are.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface LogRepository extends GenericRepository<LogChunk, UUID> {

  /**
   * Appends at the end of an attempt's output. 0: the attempt is over, or its output does not end
   * at {@code offset}. Blocks while an event of the build is being written.
   */
  // The attempt's row is held first: its end waits for us, and we see whether it is over.
  @Query(
      """
      WITH held AS (
        SELECT build_id, attempt
          FROM build_active
         WHERE build_id = :buildId
           AND attempt_uid = :attemptUid
           AND (:connGen = 0 OR conn_gen = :connGen)
           FOR SHARE
      ), grown AS (
        INSERT INTO attempt_output AS output (build_id, attempt, log_base, log_size)
        SELECT held.build_id, held.attempt,
               coalesce((SELECT max(earlier.log_base + earlier.log_size)
                           FROM attempt_output earlier
                          WHERE earlier.build_id = held.build_id
                            AND earlier.attempt < held.attempt), 0),
               :size
          FROM held
         WHERE :offset = 0
            OR EXISTS (SELECT 1
                         FROM attempt_output mine
                        WHERE mine.build_id = held.build_id
                          AND mine.attempt = held.attempt)
        ON CONFLICT (build_id, attempt) DO UPDATE
           SET log_size = output.log_size + :size
         WHERE output.log_size = :offset
        RETURNING output.build_id, output.log_base
      ), stored AS (
        INSERT INTO log_chunk (build_id, log_offset, data)
        SELECT build_id, log_base + :offset, :data
          FROM grown
        RETURNING 1
      )
      SELECT count(*)
        FROM stored
      """)
  int append(UUID buildId, UUID attemptUid, int connGen, long offset, int size, byte[] data);

  /** Bytes stored of an attempt that is not over and whose newest stream it is; null when not. */
  @Query(
      """
      SELECT coalesce(output.log_size, 0)
        FROM build_active active
        LEFT JOIN attempt_output output USING (build_id, attempt)
       WHERE active.build_id = :buildId
         AND active.attempt_uid = :attemptUid
         AND (:connGen = 0 OR active.conn_gen = :connGen)
      """)
  @Nullable Long size(UUID buildId, UUID attemptUid, int connGen);

  // The chunk that holds :start may begin before it: the largest offset at or below it.
  @Query(
      """
      SELECT build_id, log_offset, data
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
      SELECT build_id, log_offset, data
        FROM log_chunk
       WHERE build_id = :buildId
         AND log_offset < :before
       ORDER BY log_offset DESC
       LIMIT 1
      """)
  @Nullable LogChunk lastBefore(UUID buildId, long before);

  // Without a step of that name yet: nothing. Of several attempts: the latest that ran it. One that
  // was cut off in the step stays open, because the next attempt runs the step again.
  @Query(
      """
      SELECT step.log_start AS start,
             coalesce(step.log_end, output.log_base + output.log_size, step.log_start) AS "end",
             (step.log_end IS NULL AND ended.end_time IS NULL) AS open
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
             ended.build_id IS NULL AS open
        FROM build_request request
        LEFT JOIN build_ended ended USING (build_id)
        LEFT JOIN attempt_output output USING (build_id)
       WHERE request.build_id = :buildId
       GROUP BY request.build_id, ended.build_id
      """)
  LogRange whole(UUID buildId);
}
