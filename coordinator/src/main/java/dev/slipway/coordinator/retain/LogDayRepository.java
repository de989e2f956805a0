package dev.slipway.coordinator.retain;

import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** The partitions of {@code log_chunk}. */
@Singleton
class LogDayRepository extends BatchRepository {

  /** Lets the statements of this transaction wait for locks no longer than this. */
  void waitForLocks(Connection connection, Duration most) {
    ask(connection, "SELECT set_config('lock_timeout', ?, true)")
        .value(most.toMillis() + "ms")
        .query(_ -> true);
  }

  /** Today and the days after it that have no partition yet. */
  List<LocalDate> missing(Connection connection, int ahead) {
    return ask(
            connection,
            """
            SELECT day
              FROM (SELECT CAST(now() AT TIME ZONE 'UTC' AS date) + n AS day
                      FROM generate_series(0, ?) AS n) days
             WHERE to_regclass('log_chunk_' || to_char(day, 'YYYY_MM_DD')) IS NULL
             ORDER BY day
            """)
        .value(ahead)
        .query(row -> Objects.requireNonNull(row.getObject("day", LocalDate.class)));
  }

  /** The first day of those whose logs stand in {@code log_chunk_other}; empty for none. */
  List<LocalDate> astray(Connection connection) {
    return ask(
            connection,
            """
            SELECT day_of_id(build_id) AS day
              FROM log_chunk_other
             ORDER BY build_id
             LIMIT 1
            """)
        .query(row -> Objects.requireNonNull(row.getObject("day", LocalDate.class)));
  }

  /** Makes a day's partition; how many chunks were moved there. Safe to repeat. */
  long make(Connection connection, LocalDate day) {
    return ask(connection, "SELECT make_day_of_logs(CAST(? AS date)) AS moved")
        .value(day)
        .query(row -> row.getLong("moved"))
        .getFirst();
  }

  /** The days before the oldest that may be kept, oldest first. */
  List<LocalDate> old(Connection connection, Duration kept) {
    return ask(
            connection,
            """
            SELECT day
              FROM (SELECT to_date(substr(relname, 11), 'YYYY_MM_DD') AS day
                      FROM pg_inherits
                      JOIN pg_class
                        ON pg_class.oid = inhrelid
                     WHERE inhparent = CAST('log_chunk' AS regclass)
                       AND relname <> 'log_chunk_other') days
             WHERE CAST(day + 1 AS timestamp) AT TIME ZONE 'UTC' <= now() - make_interval(secs => ?)
             ORDER BY day
            """)
        .value((double) kept.toSeconds())
        .query(row -> Objects.requireNonNull(row.getObject("day", LocalDate.class)));
  }

  /** Drops a day's logs unless some of them are younger or one of its builds has not ended. */
  boolean drop(Connection connection, LocalDate day, Duration kept) {
    return ask(
            connection,
            """
            SELECT drop_day_of_logs(CAST(? AS date), now() - make_interval(secs => ?)) AS dropped
            """)
        .value(day)
        .value((double) kept.toSeconds())
        .query(row -> row.getBoolean("dropped"))
        .getFirst();
  }
}
