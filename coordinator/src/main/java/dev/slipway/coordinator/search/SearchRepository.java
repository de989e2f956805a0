package dev.slipway.coordinator.search;

import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which builds have a log to look at, and which steps printed it. */
@Singleton
class SearchRepository extends BatchRepository {
  private static final UUID LAST = new UUID(-1L, -1L);

  /**
   * A build of a tenant.
   *
   * @param bytes of its log
   * @param writeTime when the last of them was stored; null when that is not known
   */
  record Candidate(
      UUID build, String project, String chat, long bytes, @Nullable Instant writeTime) {}

  /** A step's part of the log; its end is null while it is open. */
  record StepRange(String step, long start, @Nullable Long end) {}

  /** Whether there is such a tenant. */
  boolean exists(Connection connection, String tenant) {
    return !ask(connection, "SELECT 1 FROM tenant WHERE tenant_id = ?")
        .value(tenant)
        .query(_ -> true)
        .isEmpty();
  }

  /**
   * A tenant's builds, newest first, at most {@code most}; none from before the oldest day whose
   * logs are kept.
   *
   * @param from the newest one that may come; null: from the newest that there is
   * @param until only builds that were submitted before; null: all
   */
  List<Candidate> builds(
      Connection connection,
      String tenant,
      @Nullable UUID from,
      @Nullable Instant until,
      int most) {
    return ask(
            connection,
            """
            SELECT request.build_id, request.project_id, coalesce(request.chat_id, '') AS chat_id,
                   coalesce(output.size, 0) AS size, output.write_time
              FROM (SELECT build_id, project_id, chat_id
                      FROM build_request
                     WHERE tenant_id = ?
                       AND build_id <= ?
                       AND build_id < ?
                       -- Partitions are named by their days; without one nothing was ever dropped.
                       AND build_id >= coalesce((SELECT first_id(CAST(min(to_date(substr(relname, 11), 'YYYY_MM_DD')) AS timestamp)
                                                                 AT TIME ZONE 'UTC')
                                                   FROM pg_inherits
                                                   JOIN pg_class ON pg_class.oid = inhrelid
                                                  WHERE inhparent = CAST('log_chunk' AS regclass)
                                                    AND relname <> 'log_chunk_other'
                                                    AND EXISTS (SELECT 1 FROM log_dropped)),
                                                CAST('00000000-0000-0000-0000-000000000000' AS uuid))
                     ORDER BY build_id DESC
                     LIMIT ?) request
              LEFT JOIN LATERAL (SELECT CAST(sum(log_size) AS bigint) AS size, max(write_time) AS write_time
                                   FROM attempt_output
                                  WHERE attempt_output.build_id = request.build_id) output ON true
             ORDER BY request.build_id DESC
            """)
        .value(tenant)
        .value(from == null ? LAST : from)
        // The smallest id of that moment: ids begin with the milliseconds of the submit (UUIDv7).
        .value(until == null ? LAST : new UUID(until.toEpochMilli() << 16, 0))
        .value(most)
        .query(
            row ->
                new Candidate(
                    uuid(row, "build_id"),
                    row.getString("project_id"),
                    row.getString("chat_id"),
                    row.getLong("size"),
                    instant(row, "write_time")));
  }

  /** The steps of all attempts of a build, in the order of their parts of the log. */
  List<StepRange> steps(Connection connection, UUID build) {
    return ask(
            connection,
            """
            SELECT step_id, log_start, log_end
              FROM step
             WHERE build_id = ?
             ORDER BY log_start, attempt
            """)
        .value(build)
        .query(
            row ->
                new StepRange(
                    row.getString("step_id"),
                    row.getLong("log_start"),
                    row.getObject("log_end", Long.class)));
  }
}
