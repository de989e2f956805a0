package dev.slipway.checker.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/** The least that a queue writes, by hand, in the tables of the product. */
final class QueueRows {
  private final Connection connection;

  QueueRows(Connection connection) {
    this.connection = connection;
  }

  void tenant(String tenant) throws SQLException {
    run("INSERT INTO tenant (tenant_id) VALUES (?)", tenant);
    run("INSERT INTO project (tenant_id, project_id) VALUES (?, 'site')", tenant);
  }

  void limit(String tenant, int running) throws SQLException {
    run(
        """
        INSERT INTO quota (scope, tenant_id, running)
        VALUES ('tenants/' || ?, ?, ?)
        """,
        tenant,
        tenant,
        running);
  }

  /** A build that is a chat of its own. */
  UUID submit(String tenant, long chat) throws SQLException {
    var build = UUID.randomUUID();
    run(
        """
        INSERT INTO build_request (build_id, tenant_id, project_id, chat_no, place, message_id, template, request_id, request_hash, spec)
        VALUES (?, ?, 'site', ?, 256, '', 'custom', ?, '', '{"steps": "many"}')
        """,
        build,
        tenant,
        chat,
        build.toString());
    run(
        """
        INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key, enqueue_time, boost, cpu_millis,
                                   memory_mib)
        VALUES (?, 256, ?, ?, 'site', 1, ?, to_timestamp(CAST(? AS float8) / 1000), false, 1000, 1024)
        """,
        chat,
        build,
        tenant,
        chat,
        chat);
    run(
        """
        INSERT INTO build_head (chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib, max_parallel, ready)
        VALUES (?, 256, ?, 'site', ?, 1000, 1024, 1, true)
        """,
        chat,
        tenant,
        chat);
    return build;
  }

  void lease(UUID build) throws SQLException {
    run(
        """
        WITH head AS (DELETE FROM build_head h
                       USING build_waiting w
                       WHERE w.build_id = ?
                         AND w.chat_no = h.chat_no),
             waiting AS (DELETE FROM build_waiting
                          WHERE build_id = ?
                          RETURNING *)
        INSERT INTO build_active (build_id, chat_no, place, tenant_id, project_id, slot, max_parallel, state, attempt, losses,
                                  attempt_uid, token_hash, coordinator_id, priority, sort_key, cpu_millis, memory_mib,
                                  enqueue_time, lease_sequence, last_sequence)
        SELECT build_id, chat_no, place, tenant_id, project_id, 0, 1, 'STARTING', attempt + 1, losses,
               gen_random_uuid(), sha256(''), gen_random_uuid(), priority, sort_key, cpu_millis, memory_mib,
               enqueue_time, last_sequence + 1, last_sequence + 1
          FROM waiting
        """,
        build,
        build);
  }

  void start(UUID build) throws SQLException {
    run(
        """
        UPDATE build_active
           SET state = 'RUNNING',
               start_time = now(),
               start_sequence = last_sequence + 1,
               last_sequence = last_sequence + 1
         WHERE build_id = ?
        """,
        build);
  }

  void succeed(UUID build) throws SQLException {
    run(
        """
        WITH active AS (DELETE FROM build_active
                         WHERE build_id = ?
                         RETURNING *)
        INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, attempt_uid, lease_time,
                                 start_time, lease_sequence, start_sequence, last_sequence, end_from, progress, results)
        SELECT build_id, tenant_id, project_id, 'SUCCEEDED', attempt, losses, enqueue_time, attempt_uid, lease_time,
               start_time, lease_sequence, start_sequence, last_sequence + 1, 'RUNNING', 100, '{"secret": 1}'
          FROM active
        """,
        build);
  }

  private void run(String sql, Object... values) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.execute();
    }
  }
}
