package dev.slipway.coordinator.embedded;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
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

  /** A chat without builds. */
  public void chat(String tenant, String chat) {
    execute("INSERT INTO chat (tenant_id, chat_id) VALUES (?, ?)", tenant, chat);
  }

  /** A build that ended well; {@code chat} null for one without. */
  public UUID succeeded(String tenant, String chat, Long chatSeq) {
    UUID build = UUID.randomUUID();
    execute(
        """
        INSERT INTO build (build_id, tenant_id, project_id, chat_id, chat_seq, message_id, template,
          spec, state, attempt, results, last_sequence, end_time)
        VALUES (?, ?, 'default', ?, ?, '', 'website', '{}', 'SUCCEEDED', 1, '{}', 1, now())
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
        INSERT INTO build (build_id, tenant_id, project_id, chat_id, chat_seq, message_id, template,
          spec, state, last_sequence)
        VALUES (?, ?, 'default', ?, ?, '', 'website', '{}', 'QUEUED', 1)
        """,
        build,
        tenant,
        chat,
        chatSeq);
    return build;
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
