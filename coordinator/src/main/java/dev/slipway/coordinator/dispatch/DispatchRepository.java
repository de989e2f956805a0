package dev.slipway.coordinator.dispatch;

import dev.slipway.coordinator.lock.DecisionLockRepository;
import dev.slipway.coordinator.order.Head;
import dev.slipway.coordinator.order.Limit;
import dev.slipway.coordinator.order.Scope;
import dev.slipway.coordinator.order.Use;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a decision is made from. Each is one small read; the tables are those of active builds and
 * of heads, never of all that waits.
 */
@Singleton
class DispatchRepository {
  private final DecisionLockRepository decisions;

  DispatchRepository(DecisionLockRepository decisions) {
    this.decisions = decisions;
  }

  /** Reads a row. */
  @FunctionalInterface
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Sets the parameters. */
  @FunctionalInterface
  private interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  /** One decision at a time, whoever makes it: held until the transaction ends. Blocks. */
  void lock(Connection connection) {
    decisions.lock(connection);
  }

  /** Which history of the database this is. */
  UUID incarnation(Connection connection) {
    return query(
            connection,
            "SELECT incarnation FROM installation",
            _ -> {},
            row -> row.getObject("incarnation", UUID.class))
        .getFirst();
  }

  /** Whether there may be something to do. */
  record Work(boolean ready, boolean due) {}

  /** One cheap look, so that a coordinator with nothing to do costs next to nothing. */
  Work work(Connection connection) {
    return query(
            connection,
            """
            SELECT EXISTS (SELECT 1
                             FROM build_head
                            WHERE ready) AS ready,
                   EXISTS (SELECT 1
                             FROM build_waiting
                            WHERE hold_until <= now())
                   OR EXISTS (SELECT 1
                                FROM build_waiting
                               WHERE expire_time <= now()) AS due
            """,
            _ -> {},
            row -> new Work(row.getBoolean("ready"), row.getBoolean("due")))
        .getFirst();
  }

  /** What is held now, by tenant, project and chat. */
  List<Use> use(Connection connection) {
    return query(
        connection,
        """
        SELECT tenant_id, project_id, chat_no, count(*) AS running, sum(cpu_millis) AS cpu_millis, sum(memory_mib) AS memory_mib
          FROM build_active
         GROUP BY tenant_id, project_id, chat_no
        """,
        _ -> {},
        row ->
            new Use(
                row.getString("tenant_id"),
                row.getString("project_id"),
                row.getLong("chat_no"),
                row.getLong("running"),
                row.getLong("cpu_millis"),
                row.getLong("memory_mib")));
  }

  /** A head, what its tenant weighs, and whether its chat may run several builds at a time. */
  record ReadyHead(Head head, double weight, boolean parallel) {}

  /**
   * The best heads of every tenant that has any, tenant by tenant, best first; not of what is
   * paused.
   *
   * @param most of one tenant
   */
  List<ReadyHead> heads(Connection connection, int most) {
    return query(
        connection,
        """
        WITH RECURSIVE waiting (tenant_id) AS (
          (SELECT tenant_id
             FROM build_head
            WHERE ready
            ORDER BY tenant_id
            LIMIT 1)
           UNION ALL
          SELECT (SELECT head.tenant_id
                    FROM build_head head
                   WHERE head.ready
                     AND head.tenant_id > waiting.tenant_id
                   ORDER BY head.tenant_id
                   LIMIT 1)
            FROM waiting
           WHERE waiting.tenant_id IS NOT NULL
        )
        SELECT head.chat_no, head.place, head.tenant_id, head.project_id, head.sort_key, head.cpu_millis, head.memory_mib,
               head.max_parallel, head.ready_time, tenant.weight
          FROM waiting
          JOIN tenant
            ON tenant.tenant_id = waiting.tenant_id
         CROSS JOIN LATERAL (SELECT *
                               FROM build_head head
                              WHERE head.ready
                                AND head.tenant_id = waiting.tenant_id
                                AND NOT EXISTS (SELECT 1
                                                  FROM pause
                                                 WHERE (pause.until_time IS NULL OR pause.until_time > now())
                                                   AND (pause.tenant_id IS NULL
                                                        OR pause.tenant_id = head.tenant_id
                                                           AND (pause.project_id IS NULL OR pause.project_id = head.project_id)
                                                           AND (pause.chat_no IS NULL OR pause.chat_no = head.chat_no)))
                              ORDER BY head.sort_key, head.chat_no
                              LIMIT ?) head
         ORDER BY head.tenant_id, head.sort_key, head.chat_no
        """,
        statement -> statement.setInt(1, most),
        row ->
            new ReadyHead(
                new Head(
                    row.getLong("chat_no"),
                    row.getLong("place"),
                    row.getString("tenant_id"),
                    row.getString("project_id"),
                    row.getLong("sort_key"),
                    row.getLong("cpu_millis"),
                    row.getLong("memory_mib"),
                    time(row, "ready_time")),
                row.getDouble("weight"),
                row.getInt("max_parallel") > 1));
  }

  /** A limit and whom it is for. */
  record ScopeLimit(Scope scope, Limit limit) {}

  /** What scopes may hold. */
  List<ScopeLimit> limits(Connection connection) {
    return query(
        connection,
        """
        SELECT tenant_id, project_id, chat_no, running, cpu_millis, memory_mib
          FROM quota
         WHERE running IS NOT NULL
            OR cpu_millis IS NOT NULL
            OR memory_mib IS NOT NULL
        """,
        _ -> {},
        row ->
            new ScopeLimit(
                scope(row),
                new Limit(
                    orNone(row, "running"), orNone(row, "cpu_millis"), orNone(row, "memory_mib"))));
  }

  /** What is paused now, and the time of the transaction. */
  List<Scope> pauses(Connection connection) {
    return query(
        connection,
        """
        SELECT tenant_id, project_id, chat_no
          FROM pause
         WHERE until_time IS NULL
            OR until_time > now()
        """,
        _ -> {},
        DispatchRepository::scope);
  }

  /** The database's clock, which orders everything. */
  Instant now(Connection connection) {
    return query(connection, "SELECT now() AS now", _ -> {}, row -> time(row, "now")).getFirst();
  }

  private static Scope scope(ResultSet row) throws SQLException {
    return Scope.of(
        row.getString("tenant_id"),
        row.getString("project_id"),
        row.getObject("chat_no", Long.class));
  }

  private static long orNone(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Limit.NONE : value;
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static <T> List<T> query(
      Connection connection, String sql, Parameters parameters, Row<T> row) {
    try (var statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      try (var found = statement.executeQuery()) {
        var rows = new ArrayList<T>();
        while (found.next()) {
          rows.add(row.read(found));
        }
        return rows;
      }
    } catch (SQLException e) {
      throw new DataAccessException("dispatch cannot read: " + e.getMessage(), e);
    }
  }
}
