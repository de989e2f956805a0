package dev.slipway.coordinator.explain;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.order.Durations.Sample;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a picture of the queue is made from. Every read is bounded, however much waits. */
@Singleton
class PictureRepository extends BatchRepository {

  /** An active build; {@code elapsed} since its lease. */
  record ActiveRow(
      BuildRef build,
      long chatNo,
      String project,
      String template,
      long cpuMillis,
      long memoryMib,
      Duration elapsed) {}

  List<ActiveRow> active(Connection connection) {
    return ask(
            connection,
            """
            SELECT active.build_id, active.tenant_id, active.chat_no, active.project_id, request.template, active.cpu_millis,
                   active.memory_mib, CAST(1000 * extract(epoch FROM now() - active.lease_time) AS bigint) AS elapsed
              FROM build_active active
              JOIN build_request request USING (build_id)
             ORDER BY active.build_id
            """)
        .query(
            row ->
                new ActiveRow(
                    ref(row),
                    row.getLong("chat_no"),
                    row.getString("project_id"),
                    row.getString("template"),
                    row.getLong("cpu_millis"),
                    row.getLong("memory_mib"),
                    Duration.ofMillis(Math.max(0, row.getLong("elapsed")))));
  }

  /** A build that waits, with its chat's slots. */
  record WaitingRow(
      BuildRef build,
      long chatNo,
      long place,
      String project,
      String template,
      long sortKey,
      long cpuMillis,
      long memoryMib,
      int slots,
      @Nullable Instant heldUntil,
      Instant readyTime) {}

  /**
   * The first builds that wait in the chats that will come first: those with a head, the best of
   * each tenant, and those whose builds run. Chats that are blocked are left out.
   *
   * @param chatsMax of one tenant
   * @param perChat of one chat
   */
  List<WaitingRow> waiting(Connection connection, int chatsMax, int perChat, int rowsMax) {
    return ask(
            connection,
            """
            WITH RECURSIVE tenants (tenant_id) AS (
              (SELECT tenant_id FROM build_head ORDER BY tenant_id LIMIT 1)
               UNION ALL
              SELECT (SELECT head.tenant_id
                        FROM build_head head
                       WHERE head.tenant_id > tenants.tenant_id
                       ORDER BY head.tenant_id
                       LIMIT 1)
                FROM tenants
               WHERE tenants.tenant_id IS NOT NULL
            ), chats (chat_no, ready_time) AS (
              SELECT best.chat_no, best.ready_time
                FROM tenants
               CROSS JOIN LATERAL (SELECT head.chat_no, head.ready_time
                                     FROM build_head head
                                    WHERE head.tenant_id = tenants.tenant_id
                                      AND head.ready
                                    ORDER BY head.sort_key, head.chat_no
                                    LIMIT ?) best
               UNION ALL
              (SELECT head.chat_no, head.ready_time
                 FROM build_head head
                WHERE NOT head.ready
                LIMIT ?)
               UNION ALL
              SELECT active.chat_no, now()
                FROM build_active active
               WHERE NOT EXISTS (SELECT 1 FROM build_head head WHERE head.chat_no = active.chat_no)
               GROUP BY active.chat_no
            )
            SELECT waiting.build_id, waiting.tenant_id, waiting.chat_no, waiting.place, waiting.project_id, request.template,
                   waiting.sort_key, waiting.cpu_millis, waiting.memory_mib, coalesce(chat.max_parallel, 1) AS slots,
                   waiting.hold_until, chats.ready_time
              FROM chats
              LEFT JOIN chat ON chat.chat_no = chats.chat_no
             CROSS JOIN LATERAL (SELECT *
                                   FROM build_waiting first
                                  WHERE first.chat_no = chats.chat_no
                                  ORDER BY first.chat_no, first.place
                                  LIMIT ?) waiting
              JOIN build_request request ON request.build_id = waiting.build_id
             WHERE chat.blocked_by IS NULL
             LIMIT ?
            """)
        .value(chatsMax)
        .value(chatsMax)
        .value(perChat)
        .value(rowsMax)
        .query(
            row ->
                new WaitingRow(
                    ref(row),
                    row.getLong("chat_no"),
                    row.getLong("place"),
                    row.getString("project_id"),
                    row.getString("template"),
                    row.getLong("sort_key"),
                    row.getLong("cpu_millis"),
                    row.getLong("memory_mib"),
                    row.getInt("slots"),
                    instant(row, "hold_until"),
                    Objects.requireNonNull(instant(row, "ready_time"))));
  }

  /** How many chats may come first: what {@link #waiting} divides its rows among. */
  int chats(Connection connection, int most) {
    return ask(
            connection,
            """
            SELECT (SELECT count(*) FROM (SELECT 1 FROM build_head LIMIT ?) heads)
                   + (SELECT count(*) FROM build_active) AS chats
            """)
        .value(most)
        .query(row -> row.getInt("chats"))
        .getFirst();
  }

  /** A pause and when it ends; null: when somebody resumes it. */
  record PauseRow(
      String scope,
      @Nullable String tenant,
      @Nullable String project,
      @Nullable Long chatNo,
      String by,
      String reason,
      @Nullable Instant until) {}

  List<PauseRow> pauses(Connection connection) {
    return ask(
            connection,
            """
            SELECT scope, tenant_id, project_id, chat_no, paused_by, reason, until_time
              FROM pause
             WHERE until_time IS NULL
                OR until_time > now()
             ORDER BY scope
            """)
        .query(
            row ->
                new PauseRow(
                    row.getString("scope"),
                    row.getString("tenant_id"),
                    row.getString("project_id"),
                    row.getObject("chat_no", Long.class),
                    row.getString("paused_by"),
                    row.getString("reason"),
                    instant(row, "until_time")));
  }

  /** Builds that ended by themselves in a window, at most so many. */
  List<Sample> samples(Connection connection, Duration window, int most) {
    return ask(
            connection,
            """
            SELECT ended.tenant_id, ended.project_id, request.template,
                   CAST(1000 * extract(epoch FROM ended.end_time - ended.lease_time) AS bigint) AS took
              FROM (SELECT *
                      FROM build_ended
                     WHERE end_time > now() - CAST(? AS double precision) * interval '1 second'
                       AND lease_time IS NOT NULL
                       -- Its own steps ended it: neither a cancel, nor a time-out, nor a loss.
                       AND end_body IS NULL
                     LIMIT ?) ended
              JOIN build_request request USING (build_id)
             ORDER BY ended.end_time DESC
            """)
        .value(seconds(window))
        .value(most)
        .query(
            row ->
                new Sample(
                    row.getString("tenant_id"),
                    row.getString("project_id"),
                    row.getString("template"),
                    Duration.ofMillis(Math.max(1, row.getLong("took")))));
  }

  /** How often builds of one kind were submitted lately. */
  record InflowRow(
      String tenant,
      String project,
      String template,
      int priority,
      long cpuMillis,
      long memoryMib,
      int count,
      double spanSeconds) {}

  /** The submits of a window, at most so many of the newest, by kind. */
  List<InflowRow> inflow(Connection connection, Duration window, int most) {
    return ask(
            connection,
            """
            WITH newest AS MATERIALIZED (
              SELECT tenant_id, project_id, template, priority, cpu_millis, memory_mib, create_time
                FROM build_request
               ORDER BY build_id DESC
               LIMIT ?
            ), lately AS (
              SELECT *
                FROM newest
               WHERE create_time > now() - CAST(? AS double precision) * interval '1 second'
            )
            SELECT tenant_id, project_id, min(template) AS template, CAST(round(avg(priority)) AS int) AS priority,
                   CAST(avg(cpu_millis) AS bigint) AS cpu_millis, CAST(avg(memory_mib) AS bigint) AS memory_mib,
                   count(*) AS count,
                   CASE WHEN (SELECT count(*) FROM lately) < ? THEN CAST(? AS double precision)
                        ELSE greatest(1, extract(epoch FROM now() - (SELECT min(create_time) FROM lately))) END AS span
              FROM lately
             GROUP BY tenant_id, project_id
             ORDER BY count(*) DESC
             LIMIT 200
            """)
        .value(most)
        .value(seconds(window))
        .value(most)
        .value(seconds(window))
        .query(
            row ->
                new InflowRow(
                    row.getString("tenant_id"),
                    row.getString("project_id"),
                    row.getString("template"),
                    row.getInt("priority"),
                    Math.max(1, row.getLong("cpu_millis")),
                    Math.max(1, row.getLong("memory_mib")),
                    row.getInt("count"),
                    row.getDouble("span")));
  }

  private static BuildRef ref(ResultSet row) throws SQLException {
    return new BuildRef(row.getString("tenant_id"), uuid(row, "build_id"));
  }

  private static double seconds(Duration window) {
    return window.toMillis() / 1000.0;
  }
}
