package dev.slipway.coordinator.log;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code log_chunk}, and the sizes that fence it in {@code attempt}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface LogRepository extends GenericRepository<LogChunk, UUID> {

  /**
   * Appends at the end of an attempt's output. 0: the attempt is over, or its output does not end
   * at {@code offset}. Blocks while an event of the build is being written.
   */
  // The build's row first, as the ledger does: the chunk's foreign key wants it anyway, and wanting
  // it after the attempt's row would make the two wait for each other.
  @Query(
      """
      WITH held AS (
        SELECT build_id
          FROM build
         WHERE build_id = :buildId
           FOR KEY SHARE
      ), grown AS (
        UPDATE attempt
           SET log_size = log_size + :size
          FROM held
         WHERE attempt.build_id = held.build_id
           AND attempt_uid = :attemptUid
           AND end_time IS NULL
           AND log_size = :offset
        RETURNING attempt.build_id, log_base
      ), stored AS (
        INSERT INTO log_chunk (build_id, log_offset, data)
        SELECT build_id, log_base + :offset, :data
          FROM grown
        RETURNING 1
      )
      SELECT count(*)
        FROM stored
      """)
  int append(UUID buildId, UUID attemptUid, long offset, int size, byte[] data);

  /** Bytes stored of an attempt that is not over; null when it is. */
  @Query(
      """
      SELECT log_size
        FROM attempt
       WHERE attempt_uid = :attemptUid
         AND end_time IS NULL
      """)
  @Nullable Long size(UUID attemptUid);

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
             coalesce(step.log_end, attempt.log_base + attempt.log_size) AS "end",
             (step.log_end IS NULL AND build.end_time IS NULL) AS open
        FROM step
        JOIN attempt USING (build_id, attempt)
        JOIN build USING (build_id)
       WHERE build_id = :buildId
         AND step_id = :stepId
       ORDER BY step.attempt DESC
       LIMIT 1
      """)
  @Nullable LogRange step(UUID buildId, String stepId);

  @Query(
      """
      SELECT CAST(0 AS bigint) AS start,
             coalesce(max(attempt.log_base + attempt.log_size), 0) AS "end",
             build.end_time IS NULL AS open
        FROM build
        LEFT JOIN attempt USING (build_id)
       WHERE build.build_id = :buildId
       GROUP BY build.build_id
      """)
  LogRange whole(UUID buildId);
}
