package dev.slipway.coordinator.changes;

import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Which builds changed since a moment. Times are not in the order of commits: a row that is not
 * seen yet may have an earlier time than one that is. What is sure is this: a transaction that is
 * not seen has begun no earlier than the oldest one that was going on, and no row of it is older.
 * So a look first asks since when the oldest has been going on, and the next look begins there.
 */
@Singleton
class ChangeRepository extends BatchRepository {
  /** How far the server's clock may be set back without a change being missed. */
  private static final Duration CLOCK_STEP = Duration.ofSeconds(1);

  /** Later than everything, however long nobody could look. */
  private static final Duration FAR = Duration.ofDays(3_650);

  // Both bounds, though nothing is later than now: with one, the planner takes a third of the table
  // for the answer. The tenant only at the end: else it would read all builds of it. Leases and
  // claims stand in build_active, first events in build_request, ends in build_ended.
  static final String CHANGED =
      """
      SELECT build.build_id, build.tenant_id, build.last_sequence
        FROM (SELECT build_id
                FROM build_request
               WHERE create_time >= ?
                 AND create_time <= ?
               UNION
              SELECT build_id
                FROM event_other
               WHERE event_time >= ?
                 AND event_time <= ?
               UNION
              SELECT build_id
                FROM build_ended
               WHERE end_time >= ?
                 AND end_time <= ?
               UNION
              SELECT build_id
                FROM build_active
               WHERE update_time >= ?) changed
       CROSS JOIN LATERAL (
               SELECT build_id, tenant_id, last_sequence
                 FROM build
                WHERE build.build_id = changed.build_id
               OFFSET 0
             ) build
       WHERE build.tenant_id = ANY (?)
       LIMIT ?
      """;

  /** A build that changed, and its last event now. */
  record Changed(UUID build, String tenant, long lastSequence) {}

  /** What a look found, and where the next one begins. */
  record Look(List<Changed> found, Instant next) {}

  /** Whatever is not seen from now on has no row older than this. */
  Instant now(Connection connection) {
    var reading = oldest(connection);
    together(reading);
    return reading.rows().getFirst();
  }

  /**
   * What changed since, of these tenants, at most {@code most}: with so many there may be more.
   *
   * @param since what an earlier look gave as its next
   */
  Look look(Connection connection, Instant since, List<String> tenants, int most) {
    // In this order, each with a snapshot of its own.
    var next = oldest(connection);
    var changed = changed(connection, since, tenants, most);
    together(next, changed);
    return new Look(List.copyOf(changed.rows()), next.rows().getFirst());
  }

  private static Reading<Instant> oldest(Connection connection) {
    return ask(
            connection,
            """
            SELECT least(clock_timestamp(), min(xact_start)) AS oldest
              FROM pg_stat_activity
             WHERE datname = current_database()
               AND backend_type = 'client backend'
            """)
        .reading(row -> Objects.requireNonNull(instant(row, "oldest")).minus(CLOCK_STEP));
  }

  private static Reading<Changed> changed(
      Connection connection, Instant since, List<String> tenants, int most) {
    var until = since.plus(FAR);
    return over(connection, tenants, CHANGED)
        .value(time(since))
        .value(time(until))
        .value(time(since))
        .value(time(until))
        .value(time(since))
        .value(time(until))
        .value(time(since))
        .texts(tenant -> tenant)
        .value(most)
        .reading(
            row ->
                new Changed(
                    row.getObject("build_id", UUID.class),
                    row.getString("tenant_id"),
                    row.getLong("last_sequence")));
  }

  private static Object time(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
