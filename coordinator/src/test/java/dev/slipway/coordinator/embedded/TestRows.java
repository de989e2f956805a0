package dev.slipway.coordinator.embedded;

import dev.slipway.coordinator.build.BuildRef;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows that a test needs and that belong to rooms it does not test. */
@Singleton
public class TestRows {
  private final TransactionOperations<Connection> transactions;

  TestRows(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** A tenant of this test's own. */
  public String tenant() {
    String tenant = TestDatabase.newTenantId();
    execute("INSERT INTO tenant (tenant_id) VALUES (?)", tenant);
    return tenant;
  }

  /**
   * Forgets every tenant with all that belongs to it: for tests of what there is once for all
   * tenants.
   */
  public void clear() {
    execute(
        "TRUNCATE tenant, build_waiting, build_head, build_active, build_ended, log_chunk CASCADE");
    execute("TRUNCATE lease_renewal, control_plane");
  }

  /** A runner said Hello for a build that runs. */
  public void claim(BuildRef build) {
    execute(
        "UPDATE build_active SET pod_uid = 'pod', boot_id = 'boot', conn_gen = 1 WHERE build_id ="
            + " ?",
        build.id());
  }

  /** A chat without builds. */
  public void chat(String tenant, String chat) {
    execute(
        """
        WITH project AS (
          INSERT INTO project (tenant_id, project_id)
          VALUES (?, 'default')
          ON CONFLICT DO NOTHING
        )
        INSERT INTO chat (tenant_id, project_id, chat_id)
        VALUES (?, 'default', ?)
        """,
        tenant,
        tenant,
        chat);
  }

  /** A build that ended well; {@code chat} null for one without. */
  public UUID succeeded(String tenant, String chat, Long chatSeq) {
    UUID build = UUID.randomUUID();
    execute(
        """
        WITH request AS (
          INSERT INTO build_request (build_id, tenant_id, project_id, chat_id, chat_seq, chat_no, place, message_id, template,
                                     spec)
          SELECT build_id, tenant_id, 'default', chat_id, chat_seq,
                 coalesce((SELECT chat_no
                             FROM chat
                            WHERE chat.tenant_id = new.tenant_id
                              AND chat.chat_id = new.chat_id), nextval('chat_no')),
                 256 * coalesce(chat_seq, 1), '', 'website', '{}'
            FROM (VALUES (CAST(? AS uuid), ?, ?, CAST(? AS bigint))) AS new (build_id, tenant_id, chat_id, chat_seq)
          RETURNING *
        )
        INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, attempt_uid, token_hash,
                                 coordinator_id, lease_time, start_time, first_start_time, lease_sequence, start_sequence,
                                 last_sequence, end_from, progress, results)
        SELECT build_id, tenant_id, project_id, 'SUCCEEDED', 1, 0, now(), gen_random_uuid(), sha256('token'),
               gen_random_uuid(), now(), now(), now(), 2, 3, 4, 'RUNNING', 100, '{}'
          FROM request
        """,
        build,
        tenant,
        chat,
        chatSeq);
    return build;
  }

  /** A build that waits. */
  public UUID queued(String tenant, String chat, Long chatSeq) {
    UUID build = UUID.randomUUID();
    execute(
        """
        WITH request AS (
          INSERT INTO build_request (build_id, tenant_id, project_id, chat_id, chat_seq, chat_no, place, message_id, template,
                                     spec)
          SELECT build_id, tenant_id, 'default', chat_id, chat_seq,
                 coalesce((SELECT chat_no
                             FROM chat
                            WHERE chat.tenant_id = new.tenant_id
                              AND chat.chat_id = new.chat_id), nextval('chat_no')),
                 256 * coalesce(chat_seq, 1), '', 'website', '{}'
            FROM (VALUES (CAST(? AS uuid), ?, ?, CAST(? AS bigint))) AS new (build_id, tenant_id, chat_id, chat_seq)
          RETURNING *
        ), waiting AS (
          INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key, boost, cpu_millis,
                                     memory_mib)
          SELECT chat_no, place, build_id, tenant_id, project_id, priority, 0, false, cpu_millis, memory_mib
            FROM request
        )
        INSERT INTO build_head (chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib, max_parallel, ready)
        SELECT chat_no, place, tenant_id, project_id, 0, cpu_millis, memory_mib, 1, true
          FROM request
        ON CONFLICT DO NOTHING
        """,
        build,
        tenant,
        chat,
        chatSeq);
    return build;
  }

  /** The first column of the only row, a number. */
  public long number(String sql, Object... parameters) {
    return transactions.executeRead(
        status -> {
          try (var statement = status.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              statement.setObject(i + 1, parameters[i]);
            }
            var rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
          } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
          }
        });
  }

  /** The first column of all rows, ids. */
  public List<UUID> ids(String sql, Object... parameters) {
    return transactions.executeRead(
        status -> {
          try (var statement = status.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              statement.setObject(i + 1, parameters[i]);
            }
            var rows = statement.executeQuery();
            var ids = new ArrayList<UUID>();
            while (rows.next()) {
              ids.add(rows.getObject(1, UUID.class));
            }
            return ids;
          } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
          }
        });
  }

  /** One statement in a transaction of its own. */
  public void execute(String sql, Object... parameters) {
    transactions.executeWrite(
        status -> {
          try (var statement = status.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
