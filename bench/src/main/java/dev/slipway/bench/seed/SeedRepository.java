package dev.slipway.bench.seed;

import java.sql.Connection;
import java.sql.SQLException;

/** Writes what so many submits would have written, a table a statement. */
record SeedRepository(Connection connection) {

  /**
   * Until the transaction ends: no look-up of the tenant for each of a million rows, which were
   * made from its own row, and room to sort them in memory.
   */
  void inBulk() throws SQLException {
    update("SET LOCAL session_replication_role = replica");
    update("SET LOCAL work_mem = '256MB'");
  }

  void addTenants(int tenants) throws SQLException {
    update(
        """
        INSERT INTO tenant (tenant_id)
        SELECT 'seed-' || t
          FROM generate_series(1, ?) AS t
            ON CONFLICT DO NOTHING
        """,
        tenants);
    update(
        """
        INSERT INTO project (tenant_id, project_id)
        SELECT 'seed-' || t, 'default'
          FROM generate_series(1, ?) AS t
            ON CONFLICT DO NOTHING
        """,
        tenants);
  }

  void limitTenants(int running) throws SQLException {
    update(
        """
        INSERT INTO quota (scope, tenant_id, running, cpu_millis, memory_mib)
        SELECT 'tenants/' || tenant_id, tenant_id, q, 1000 * q, 1024 * q
          FROM tenant, CAST(? AS int) AS q
         WHERE tenant_id LIKE 'seed-%'
            ON CONFLICT (scope) DO UPDATE
           SET running = excluded.running,
               cpu_millis = excluded.cpu_millis,
               memory_mib = excluded.memory_mib
        """,
        running);
  }

  void addChats(int chats, int tenants) throws SQLException {
    update(
        """
        INSERT INTO chat (tenant_id, chat_id, project_id)
        SELECT 'seed-' || 1 + c % ?, 'seed-' || c, 'default'
          FROM generate_series(1, ?) AS c
            ON CONFLICT DO NOTHING
        """,
        tenants, chats);
  }

  void addEndlessChat(int c) throws SQLException {
    update(
        """
        INSERT INTO chat (tenant_id, chat_id, project_id)
        SELECT 'seed-1', 'long-' || ?, 'default'
            ON CONFLICT DO NOTHING
        """,
        c);
  }

  void limitCluster(int running) throws SQLException {
    update(
        """
        INSERT INTO quota (scope, running)
        VALUES ('cluster', ?)
            ON CONFLICT (scope) DO UPDATE
           SET running = excluded.running
        """,
        running);
  }

  /**
   * The new builds, for the statements that follow: {@code c} is the chat's number in its name.
   * Takes the lock of each chat, in one order, as submits do.
   */
  void nextBuilds(String chats, int buildsPerChat) throws SQLException {
    updateOf(
        chats,
        """
        CREATE TEMPORARY TABLE seed_chat ON COMMIT DROP AS
        SELECT chat.*, CAST(substr(chat_id, 6) AS int) AS c
          FROM chat
         WHERE chat_id LIKE ?
         ORDER BY chat_no
           FOR UPDATE
        """);
    // A head start of 0, 5, 15 and 60 minutes: a better class goes before all but the oldest.
    update(
        """
        CREATE TEMPORARY TABLE seed_build ON COMMIT DROP AS
        SELECT CAST(lpad(to_hex(1717986918400 + seq), 12, '0') || '70008'
                    || lpad(to_hex(c), 7, '0') || lpad(to_hex(seq), 8, '0') AS uuid) AS build_id,
               tenant_id, project_id, chat_id, chat_no, seq, (c + seq) % 4 AS priority, worst_key,
               CAST(1000 * extract(epoch FROM now()) AS bigint) + seq
               - 60000 * (CAST('{0,5,15,60}' AS int[]))[1 + (c + seq) % 4] AS sort_key
          FROM seed_chat, generate_series(last_seq + 1, last_seq + ?) AS seq
         ORDER BY seq, c
        """,
        buildsPerChat);
  }

  void addRequests() throws SQLException {
    update(
        """
        INSERT INTO build_request (build_id, tenant_id, project_id, chat_id, chat_seq, chat_no,
                                   place, message_id, template, spec, priority)
        SELECT build_id, tenant_id, project_id, chat_id, seq, chat_no, 256 * seq, '', 'custom',
               CAST('{"template": "custom", "parameters": {}, "source": null, "image": "",
                      "steps": [{"id": "true", "command": ["true"], "env": {}, "timeoutMillis": 0}],
                      "timeoutMillis": 900000}' AS jsonb),
               priority
          FROM seed_build
         ORDER BY seq, chat_no
        """);
  }

  void addWaiting() throws SQLException {
    update(
        """
        INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority,
                                   sort_key, boost, cpu_millis, memory_mib)
        SELECT chat_no, 256 * seq, build_id, tenant_id, project_id, priority, sort_key,
               sort_key < greatest(worst_key, max(sort_key) OVER before),
               1000, 1024
          FROM seed_build
        WINDOW before AS (PARTITION BY chat_no
                              ORDER BY seq
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
         ORDER BY seq, chat_no
        """);
  }

  void moveChats() throws SQLException {
    update(
        """
        UPDATE chat
           SET last_seq = added.last_seq,
               worst_key = greatest(chat.worst_key, added.worst_key)
          FROM (SELECT chat_no, max(seq) AS last_seq, max(sort_key) AS worst_key
                  FROM seed_build
                 GROUP BY chat_no) added
         WHERE added.chat_no = chat.chat_no
        """);
  }

  /** What waits already inherits a better key that came behind it. */
  void improveHeads() throws SQLException {
    update(
        """
        UPDATE build_head
           SET sort_key = added.best_key
          FROM (SELECT chat_no, min(sort_key) AS best_key
                  FROM seed_build
                 GROUP BY chat_no) added
         WHERE added.chat_no = build_head.chat_no
           AND added.best_key < build_head.sort_key
        """);
  }

  /** Chats of which nothing is active and no head waits get one, with the best key behind it. */
  void addHeads() throws SQLException {
    update(
        """
        INSERT INTO build_head (chat_no, place, tenant_id, project_id, sort_key, cpu_millis,
                                memory_mib, max_parallel, ready)
        SELECT chat_no, first.place, first.tenant_id, first.project_id,
               (SELECT min(sort_key)
                  FROM build_waiting w
                 WHERE w.chat_no = seed_chat.chat_no),
               first.cpu_millis, first.memory_mib, seed_chat.max_parallel, true
          FROM seed_chat
         CROSS JOIN LATERAL (SELECT place, tenant_id, project_id, cpu_millis, memory_mib
                               FROM build_waiting w
                              WHERE w.chat_no = seed_chat.chat_no
                              ORDER BY place
                              LIMIT 1) first
         WHERE NOT EXISTS (SELECT 1 FROM build_head h WHERE h.chat_no = seed_chat.chat_no)
           AND NOT EXISTS (SELECT 1 FROM build_active a WHERE a.chat_no = seed_chat.chat_no)
        """);
  }

  void analyze() throws SQLException {
    update("VACUUM ANALYZE build_request, build_waiting, build_head, build_active, chat");
  }

  long waiting() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT count(*) FROM build_waiting")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void updateOf(String chats, String sql) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, chats);
      statement.execute();
    }
  }

  private void update(String sql, int... parameters) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setInt(i + 1, parameters[i]);
      }
      statement.execute();
    }
  }
}
