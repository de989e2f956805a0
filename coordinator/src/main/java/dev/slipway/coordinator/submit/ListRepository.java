package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.submit.BuildFilter.Time;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keys of builds that a filter matches. Every statement first takes candidates, in the order of the
 * list and no more than it may look at, from the table where they stand in that order; only then it
 * looks whether they match. So a list costs the same in a tenant with a thousand builds and in one
 * with a million, whatever the filter is.
 */
@Singleton
class ListRepository {
  // One look-up for each candidate, whatever the planner believes of the filter: OFFSET 0 keeps the
  // two apart. Where it took a value for rare it would rather search all builds of all tenants.
  private static final String BUILD_OF_CANDIDATE =
      """
      SELECT *
        FROM build
       WHERE build.build_id = candidate.build_id
         AND build.tenant_id = candidate.tenant_id
      OFFSET 0
      """;

  /** A tenant, since when there is it, and the database's time. */
  record Known(Instant createTime, Instant now) {}

  /** The tenant; null when there is none of this id. */
  @Nullable Known tenant(Connection connection, String tenant) {
    var found =
        query(
            connection,
            new ListSql()
                .add(
                    """
                    SELECT create_time, now() AS now
                      FROM tenant
                     WHERE tenant_id = ?
                    """,
                    tenant),
            row -> new Known(instant(row, "create_time"), instant(row, "now")));
    return found.isEmpty() ? null : found.getFirst();
  }

  /** The first keys that match, at most {@code most}, of the first {@code looked} candidates. */
  List<ListKey> keys(Connection connection, ListQuery query, int looked, int most) {
    return query(connection, keysSql(query, looked, most), ListRepository::key);
  }

  /** The statement of {@link #keys}. */
  static ListSql keysSql(ListQuery query, int looked, int most) {
    return new ListSql()
        .add(columns(query.order()))
        .add("  FROM (\n")
        .add(candidates(query, looked))
        .add(
            """
            ) candidate
             CROSS JOIN LATERAL (
            """)
        .add(BUILD_OF_CANDIDATE)
        .add(
            """
                   ) build
             WHERE true
            """)
        .add(conditions(query.filter()))
        .add(order(query.order()), most);
  }

  /** The last of the first {@code looked} candidates; null when there are not so many. */
  @Nullable ListKey lastLookedAt(Connection connection, ListQuery query, int looked) {
    var found =
        query(
            connection,
            new ListSql()
                .add(columns(query.order()))
                .add("  FROM (\n")
                .add(candidates(query, looked))
                .add(
                    """
                    ) candidate
                    OFFSET ?
                     LIMIT 1
                    """,
                    looked - 1),
            ListRepository::key);
    return found.isEmpty() ? null : found.getFirst();
  }

  private static String columns(ListOrder order) {
    return order.byEnd()
        ? """
        SELECT candidate.tenant_id, candidate.build_id, candidate.ended
        """
        : """
        SELECT candidate.tenant_id, candidate.build_id, timestamptz 'epoch' AS ended
        """;
  }

  // By the tenant too, though there is only one: so the index on both is the only one that serves
  // the order. The one on ids alone would be read through the builds of other tenants.
  private static String order(ListOrder order) {
    return switch (order) {
      case NEWEST ->
          """
           ORDER BY tenant_id, build_id DESC
           LIMIT ?
          """;
      case OLDEST ->
          """
           ORDER BY tenant_id DESC, build_id
           LIMIT ?
          """;
      case ENDED_LAST ->
          """
           ORDER BY ended DESC, build_id DESC
           LIMIT ?
          """;
      case ENDED_FIRST ->
          """
           ORDER BY ended, build_id
           LIMIT ?
          """;
    };
  }

  private static ListSql candidates(ListQuery query, int looked) {
    var sql = new ListSql();
    var chat = query.filter().chat();
    if (query.order().byEnd()) {
      ended(sql, query);
    } else if (chat != null) {
      chat(sql, query, chat);
    } else if (query.filter().isUnended()) {
      unended(sql, query);
    } else {
      requested(sql, query);
    }
    return sql.add(order(query.order()), looked);
  }

  // ANY of one: an order by what is compared with = is none to the planner, see order.
  private static void requested(ListSql sql, ListQuery query) {
    sql.add(
        """
        SELECT tenant_id, build_id
          FROM build_request
         WHERE tenant_id = ANY (?)
           AND build_id > ?
           AND build_id < ?
        """,
        new String[] {query.tenant()},
        query.after().build(),
        query.before().build());
  }

  // First all of the chat, by its own index, and then its order: the index on ids would be read
  // from its end until a build of this chat comes.
  private static void chat(ListSql sql, ListQuery query, String chat) {
    sql.add(
        """
        SELECT tenant_id, build_id
          FROM (SELECT tenant_id, build_id
                  FROM build_request
                 WHERE chat_no = (SELECT chat_no
                                    FROM chat
                                   WHERE tenant_id = ?
                                     AND chat_id = ?)
                OFFSET 0) of_chat
         WHERE build_id > ?
           AND build_id < ?
        """,
        query.tenant(),
        chat,
        query.after().build(),
        query.before().build());
  }

  private static void unended(ListSql sql, ListQuery query) {
    sql.add(
        """
        SELECT tenant_id, build_id
          FROM (SELECT tenant_id, build_id
                  FROM build_waiting
                 WHERE tenant_id = ?
                 UNION ALL
                SELECT tenant_id, build_id
                  FROM build_active
                 WHERE tenant_id = ?) unended
         WHERE build_id > ?
           AND build_id < ?
        """,
        query.tenant(),
        query.tenant(),
        query.after().build(),
        query.before().build());
  }

  // The two times alone are what finds the blocks.
  private static void ended(ListSql sql, ListQuery query) {
    var after = query.after();
    var before = query.before();
    sql.add(
        """
        SELECT tenant_id, build_id, end_time AS ended
          FROM build_ended
         WHERE tenant_id = ?
           AND end_time >= ?
           AND end_time <= ?
           AND (end_time, build_id) > (?, ?)
           AND (end_time, build_id) < (?, ?)
        """,
        query.tenant(),
        after.end(),
        before.end(),
        after.end(),
        after.build(),
        before.end(),
        before.build());
  }

  /** Those that can still be asked to end and match, newest first, at most {@code most}. */
  List<UUID> cancellable(Connection connection, String tenant, BuildFilter filter, int most) {
    return query(
        connection,
        new ListSql()
            .add("SELECT build.build_id\n")
            .add(cancellable(tenant, filter))
            .add(" ORDER BY build.build_id DESC\n LIMIT ?\n", most),
        row -> row.getObject("build_id", UUID.class));
  }

  /** How many of them there are. */
  long countCancellable(Connection connection, String tenant, BuildFilter filter) {
    return query(
            connection,
            new ListSql().add("SELECT count(*) AS count\n").add(cancellable(tenant, filter)),
            row -> row.getLong("count"))
        .getFirst();
  }

  // One that is stopping was asked already, unless it only goes back to the queue.
  private static ListSql cancellable(String tenant, BuildFilter filter) {
    return new ListSql()
        .add(
            """
              FROM (SELECT tenant_id, build_id
                      FROM build_waiting
                     WHERE tenant_id = ?
                     UNION ALL
                    SELECT tenant_id, build_id
                      FROM build_active
                     WHERE tenant_id = ?
                       AND (state <> 'STOPPING' OR stop = 'REQUEUE')) candidate
             CROSS JOIN LATERAL (
            """,
            tenant,
            tenant)
        .add(BUILD_OF_CANDIDATE)
        .add(
            """
                   ) build
             WHERE build.end_time IS NULL
            """)
        .add(conditions(filter));
  }

  private static ListSql conditions(BuildFilter filter) {
    var sql = new ListSql();
    text(sql, "   AND build.chat_id = ?\n", filter.chat());
    text(sql, "   AND build.project_id = ?\n", filter.project());
    text(sql, "   AND build.message_id = ?\n", filter.messageId());
    text(sql, "   AND build.template = ?\n", filter.template());
    text(sql, "   AND build.created_by = ?\n", filter.createdBy());
    if (filter.comparesState()) {
      var states = filter.states().stream().map(Enum::name).toArray(String[]::new);
      sql.add("   AND build.state = ANY (?)\n", (Object) states);
    }
    if (filter.priority() != null) {
      sql.add("   AND build.priority = ?\n", filter.priority().number());
    }
    filter.labels().forEach((key, value) -> sql.add("   AND build.labels ->> ? = ?\n", key, value));
    for (var bound : filter.times()) {
      sql.add(condition(bound), bound.value());
    }
    return sql;
  }

  private static void text(ListSql sql, String condition, @Nullable String value) {
    if (value != null) {
      sql.add(condition, value);
    }
  }

  private static String condition(BuildFilter.TimeBound bound) {
    boolean byEnd = bound.time() == Time.END_TIME;
    return switch (bound.comparator()) {
      case BEFORE -> byEnd ? "   AND build.end_time < ?\n" : "   AND build.create_time < ?\n";
      case UNTIL -> byEnd ? "   AND build.end_time <= ?\n" : "   AND build.create_time <= ?\n";
      case AFTER -> byEnd ? "   AND build.end_time > ?\n" : "   AND build.create_time > ?\n";
      case SINCE -> byEnd ? "   AND build.end_time >= ?\n" : "   AND build.create_time >= ?\n";
    };
  }

  @FunctionalInterface
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> query(Connection connection, ListSql sql, Row<T> reader) {
    try (var statement = sql.prepare(connection);
        var rows = statement.executeQuery()) {
      var found = new ArrayList<T>();
      while (rows.next()) {
        found.add(reader.read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw new DataAccessException("list builds: " + e.getMessage(), e);
    }
  }

  private static ListKey key(ResultSet row) throws SQLException {
    return new ListKey(instant(row, "ended"), row.getObject("build_id", UUID.class));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
