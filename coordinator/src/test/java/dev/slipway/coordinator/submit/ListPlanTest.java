package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How Postgres finds pages of a tenant that has 100,000 builds, beside one that has 20,000. */
@CoordinatorTest
class ListPlanTest {
  private static final int BUILDS = 100_000;

  private final TestRows rows;
  private final ListRepository repository;
  private final TransactionOperations<Connection> transactions;
  private String tenant;
  private String other;

  ListPlanTest(
      TestRows rows, ListRepository repository, TransactionOperations<Connection> transactions) {
    this.rows = rows;
    this.repository = repository;
    this.transactions = transactions;
  }

  @AfterEach
  void leaveRoomToOthers() {
    for (var table : List.of("build_waiting", "build_ended", "build_request")) {
      rows.execute("DELETE FROM " + table + " WHERE tenant_id IN (?, ?)", tenant, other);
    }
  }

  @Test
  void everyListIsFoundByAnIndex() {
    tenant = rows.tenant();
    other = rows.tenant();
    makeManyBuilds(other, 20_000);
    makeManyBuilds(tenant, BUILDS);

    assertThat(plan("", ListOrder.NEWEST))
        .contains("Index Only Scan using build_newest")
        .doesNotContain("Sort");
    assertThat(plan("", ListOrder.OLDEST))
        .contains("Index Only Scan Backward using build_newest")
        .doesNotContain("Sort");
    assertThat(plan("created_by = ada", ListOrder.NEWEST)).contains("build_newest");
    assertThat(plan("state = FAILED", ListOrder.NEWEST))
        .contains("build_newest")
        .contains("build_ended_other_pkey");
    assertThat(plan("labels.k = v AND end_time > 2020-01-01T00:00:00Z", ListOrder.NEWEST))
        .contains("build_newest");
    assertThat(plan("chat = c", ListOrder.NEWEST))
        .contains("Index Scan using build_place_once")
        .doesNotContain("Index Only Scan using build_newest");
    assertThat(plan("state = QUEUED", ListOrder.NEWEST))
        .contains("on build_waiting")
        .doesNotContain("Index Only Scan using build_newest");
    assertThat(plan("", ListOrder.ENDED_LAST)).contains("build_ended_other_end_time_idx");
  }

  /** The plan of the first page; none reads all of what was asked for. */
  private String plan(String filter, ListOrder order) {
    var plan =
        transactions.executeRead(
            transaction -> {
              var connection = transaction.getConnection();
              var now = repository.tenant(connection, tenant).now();
              // The part that a list in the order of ends looks at first.
              var query =
                  ListQuery.whole(
                      tenant,
                      BuildFilter.parse(filter),
                      order,
                      order.byEnd() ? now.minusSeconds(3_600) : Instant.EPOCH,
                      now);
              return explain(
                  connection,
                  new ListSql().add("EXPLAIN ").add(ListRepository.keysSql(query, 10_000, 51)));
            });
    assertThat(plan)
        .doesNotContain("Seq Scan on build_request")
        .doesNotContain("Seq Scan on build_ended")
        .doesNotContain("Hash Join")
        .doesNotContain("Merge Join");
    return plan;
  }

  private static String explain(Connection connection, ListSql sql) {
    try (var statement = sql.prepare(connection);
        var lines = statement.executeQuery()) {
      var plan = new StringBuilder();
      while (lines.next()) {
        plan.append(lines.getString(1)).append('\n');
      }
      return plan.toString();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** Most have ended over a month, 200 of them wait, 500 are of the chat c. */
  private void makeManyBuilds(String tenant, int builds) {
    rows.execute("INSERT INTO project (tenant_id, project_id) VALUES (?, 'default')", tenant);
    rows.execute(
        "INSERT INTO chat (tenant_id, chat_id, project_id) VALUES (?, 'c', 'default')", tenant);
    rows.execute(
        """
        INSERT INTO build_request (build_id, tenant_id, project_id, chat_no, place, message_id, template, spec, create_time)
        SELECT CAST(overlay(overlay(CAST(gen_random_uuid() AS text) PLACING lpad(to_hex(n), 8, '0') FROM 1) PLACING '-7' FROM 14)
                 AS uuid),
               ?, 'default', CASE WHEN n % 200 = 0 THEN (SELECT chat_no FROM chat WHERE tenant_id = ?) ELSE nextval('chat_no') END,
               256 * n, '', 'website', '{}', now() - make_interval(secs => 25 * (? - n))
          FROM generate_series(1, ?) AS n
        """,
        tenant, tenant, builds, builds);
    rows.execute(
        """
        INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, end_time, last_sequence,
                                 end_from, progress, cancel_reason)
        SELECT build_id, tenant_id, project_id, 'CANCELLED', 0, 0, create_time, create_time, 2, 'QUEUED', 0, ''
          FROM build_request
         WHERE tenant_id = ?
           AND place <= 256 * (? - 200)
         ORDER BY build_id
        """,
        tenant,
        builds);
    rows.execute(
        """
        INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key, boost, cpu_millis, memory_mib)
        SELECT chat_no, place, build_id, tenant_id, project_id, 1, 0, false, 1, 1
          FROM build_request
         WHERE tenant_id = ?
           AND place > 256 * (? - 200)
        """,
        tenant,
        builds);
    // What an autovacuum does some time later; also fills the blocks' summaries.
    rows.execute(
        """
        DO $$ BEGIN
          PERFORM brin_summarize_new_values(inhrelid) FROM pg_inherits WHERE inhparent = CAST('ended_recent' AS regclass);
        END $$
        """);
    rows.execute("ANALYZE build_request, build_ended, build_waiting, build_active");
  }
}
