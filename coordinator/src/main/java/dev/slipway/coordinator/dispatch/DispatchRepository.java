package dev.slipway.coordinator.dispatch;

import dev.slipway.coordinator.lock.DecisionLockRepository;
import dev.slipway.coordinator.order.Head;
import dev.slipway.coordinator.order.Limit;
import dev.slipway.coordinator.order.Scope;
import dev.slipway.coordinator.order.Use;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * What a decision is made from. Each is one small read; the tables are those of active builds and
 * of heads, never of all that waits.
 */
@Singleton
class DispatchRepository extends BatchRepository {
  private final DecisionLockRepository decisions;

  DispatchRepository(DecisionLockRepository decisions) {
    this.decisions = decisions;
  }

  /** One decision at a time, whoever makes it: held until the transaction ends. Blocks. */
  Reading<Boolean> lock(Connection connection) {
    return decisions.turn(connection);
  }

  /**
   * Whether a decision can come to anything.
   *
   * @param incarnation which history of the database this is
   * @param free how many builds more the cluster may run; less than 0 when its limit was lowered
   * @param due whether a hold or a build's time to wait is over
   */
  record Situation(UUID incarnation, long free, boolean due) {}

  /**
   * Looks at little.
   *
   * @param maxBuilds that are active at the same time, where the cluster's quota does not say
   */
  Reading<Situation> situation(Connection connection, int maxBuilds) {
    return ask(
            connection,
            """
            SELECT installation.incarnation,
                   coalesce((SELECT running
                               FROM quota
                              WHERE scope = 'cluster'), ?) - (SELECT count(*)
                                                                FROM build_active) AS free,
                   %s AS due
              FROM installation
            """
                .formatted(DUE))
        .value(maxBuilds)
        .reading(
            row ->
                new Situation(
                    uuid(row, "incarnation"), row.getLong("free"), row.getBoolean("due")));
  }

  // ORDER BY makes it an index's first entry, also by a plan made while the table was empty.
  private static final String DUE =
      """
      (coalesce((SELECT hold_until
                   FROM build_waiting
                  WHERE hold_until IS NOT NULL
                  ORDER BY hold_until
                  LIMIT 1) <= now(), false)
       OR coalesce((SELECT expire_time
                      FROM build_waiting
                     WHERE expire_time IS NOT NULL
                     ORDER BY expire_time
                     LIMIT 1) <= now(), false))
      """;

  /** Whether there may be something to do: all that a coordinator at rest asks. */
  boolean work(Connection connection) {
    return ask(
            connection,
            """
            SELECT (SELECT true
                      FROM build_head
                     WHERE ready
                     ORDER BY tenant_id, sort_key, chat_no
                     LIMIT 1) IS NOT NULL
                   OR %s AS work
            """
                .formatted(DUE))
        .query(row -> row.getBoolean("work"))
        .getFirst();
  }

  /** What is held now, by tenant, project and chat; chats without a limit are one, number 0. */
  Reading<Use> use(Connection connection) {
    return ask(
            connection,
            """
            SELECT tenant_id, project_id, chat_no, count(*) AS running, sum(cpu_millis) AS cpu_millis, sum(memory_mib) AS memory_mib
              FROM build_active
             GROUP BY tenant_id, project_id, chat_no
            """)
        .reading(
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
  Reading<ReadyHead> heads(Connection connection, int most) {
    return ask(
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
                                    -- The count is looked at once for all heads: mostly nothing is paused.
                                    AND ((SELECT count(*) FROM pause) = 0
                                         OR NOT EXISTS (SELECT 1
                                                          FROM pause
                                                         WHERE (pause.until_time IS NULL OR pause.until_time > now())
                                                           AND (pause.tenant_id IS NULL
                                                                OR pause.tenant_id = head.tenant_id
                                                                   AND (pause.project_id IS NULL
                                                                        OR pause.project_id = head.project_id)
                                                                   AND (pause.chat_no IS NULL OR pause.chat_no = head.chat_no))))
                                  ORDER BY head.sort_key, head.chat_no
                                  LIMIT ?) head
             ORDER BY head.tenant_id, head.sort_key, head.chat_no
            """)
        .value(most)
        .reading(
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
                        Objects.requireNonNull(instant(row, "ready_time"))),
                    row.getDouble("weight"),
                    row.getInt("max_parallel") > 1));
  }

  /** A limit and whom it is for. */
  record ScopeLimit(Scope scope, Limit limit) {}

  /** What scopes may hold. */
  Reading<ScopeLimit> limits(Connection connection) {
    return ask(
            connection,
            """
            SELECT tenant_id, project_id, chat_no, running, cpu_millis, memory_mib
              FROM quota
             WHERE running IS NOT NULL
                OR cpu_millis IS NOT NULL
                OR memory_mib IS NOT NULL
            """)
        .reading(
            row ->
                new ScopeLimit(
                    scope(row),
                    new Limit(
                        orNone(row, "running"),
                        orNone(row, "cpu_millis"),
                        orNone(row, "memory_mib"))));
  }

  /** What is paused now. */
  Reading<Scope> pauses(Connection connection) {
    return ask(
            connection,
            """
            SELECT tenant_id, project_id, chat_no
              FROM pause
             WHERE until_time IS NULL
                OR until_time > now()
            """)
        .reading(DispatchRepository::scope);
  }

  /** The time of the transaction, by the database's clock, which orders everything. */
  Reading<Instant> now(Connection connection) {
    return ask(connection, "SELECT now() AS now")
        .reading(row -> Objects.requireNonNull(instant(row, "now")));
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
}
