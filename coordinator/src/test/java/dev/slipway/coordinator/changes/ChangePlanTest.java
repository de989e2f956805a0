package dev.slipway.coordinator.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A look reads what is new, however much is old. */
@CoordinatorTest
class ChangePlanTest {
  private final TestRows rows;
  private final TransactionOperations<Connection> transactions;
  private String tenant;

  ChangePlanTest(TestRows rows, TransactionOperations<Connection> transactions) {
    this.rows = rows;
    this.transactions = transactions;
  }

  @AfterEach
  void leaveRoomToOthers() {
    rows.execute(
        "DELETE FROM event_other WHERE build_id IN (SELECT build_id FROM build_request WHERE"
            + " tenant_id = ?)",
        tenant);
    rows.execute("DELETE FROM build_request WHERE tenant_id = ?", tenant);
  }

  @Test
  void aLookFindsWhatIsNewByTime() {
    tenant = rows.tenant();
    rows.execute("INSERT INTO project (tenant_id, project_id) VALUES (?, 'default')", tenant);
    rows.execute(
        """
        INSERT INTO build_request (build_id, tenant_id, project_id, chat_no, place, message_id, template, spec, create_time)
        SELECT gen_random_uuid(), ?, 'default', nextval('chat_no'), 256, '', 'website', '{}',
               now() - make_interval(secs => 60 * (20000 - n))
          FROM generate_series(1, 20000) AS n
        """,
        tenant);
    rows.execute(
        """
        INSERT INTO event_other (build_id, sequence, attempt, state_before, state, progress, event_time, body)
        SELECT build_id, 2, 0, 'QUEUED', 'QUEUED', 0, create_time, '{"kind": "RELEASED"}'
          FROM build_request
         WHERE tenant_id = ?
         ORDER BY create_time
        """,
        tenant);
    rows.execute("ANALYZE build_request");
    rows.execute("ANALYZE event_other");

    assertThat(plan())
        .contains("Bitmap Index Scan on request_recent")
        .contains("Bitmap Index Scan on event_recent")
        .contains("end_time_idx")
        .doesNotContain("Seq Scan on build_request")
        .doesNotContain("Seq Scan on event_other")
        .doesNotContain("build_newest");
  }

  private String plan() {
    return transactions.executeRead(
        status -> {
          try (var statement =
              status.getConnection().prepareStatement("EXPLAIN " + ChangeRepository.CHANGED)) {
            var since = Instant.now().atOffset(ZoneOffset.UTC);
            for (int i = 1; i <= 7; i++) {
              statement.setObject(i, i == 7 || i % 2 == 1 ? since : since.plusDays(3_650));
            }
            statement.setArray(
                8, status.getConnection().createArrayOf("text", new String[] {tenant}));
            statement.setInt(9, 100);
            var plan = new StringBuilder();
            for (var lines = statement.executeQuery(); lines.next(); ) {
              plan.append(lines.getString(1)).append('\n');
            }
            return plan.toString();
          } catch (SQLException e) {
            throw new AssertionError(e);
          }
        });
  }
}
