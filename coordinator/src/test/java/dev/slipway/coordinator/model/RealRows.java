package dev.slipway.coordinator.model;

import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The tables of the queue: emptied, made older, and read. */
@Singleton
final class RealRows {
  private final TransactionOperations<Connection> transactions;

  RealRows(TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /** Reads a row. */
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Deletes instead of truncating: a few rows are gone sooner than eighty files are made anew. */
  void begin(Map<String, Double> tenants) {
    execute(
        """
        DELETE FROM build_head;
        DELETE FROM build_waiting;
        DELETE FROM build_active;
        DELETE FROM build_ended;
        DELETE FROM attempt_lost;
        DELETE FROM event_other;
        DELETE FROM log_chunk;
        DELETE FROM quota;
        DELETE FROM pause;
        DELETE FROM build_request;
        DELETE FROM chat;
        DELETE FROM project;
        DELETE FROM tenant;
        """);
    tenants.forEach(
        (tenant, weight) ->
            execute(
                "INSERT INTO tenant (tenant_id, weight) VALUES ('%s', %s)"
                    .formatted(tenant, weight)));
  }

  Instant now() {
    return query("SELECT now() AS now", row -> time(row, "now")).getFirst();
  }

  /** As if the coordinator that leased everything had died. */
  void leaseByAnother() {
    execute("UPDATE build_active SET coordinator_id = gen_random_uuid()");
  }

  /** Lets time pass: everything that was or will be lies so much further back. */
  void age(int minutes) {
    execute(
        """
        UPDATE build_request
           SET create_time = create_time - interval '1 minute' * $;
        UPDATE build_waiting
           SET enqueue_time = enqueue_time - interval '1 minute' * $,
               sort_key = sort_key - 60000 * $,
               hold_until = hold_until - interval '1 minute' * $,
               expire_time = expire_time - interval '1 minute' * $,
               first_start_time = first_start_time - interval '1 minute' * $,
               update_time = update_time - interval '1 minute' * $;
        UPDATE build_head
           SET sort_key = sort_key - 60000 * $,
               ready_time = ready_time - interval '1 minute' * $;
        UPDATE build_active
           SET enqueue_time = enqueue_time - interval '1 minute' * $,
               sort_key = sort_key - 60000 * $,
               lease_time = lease_time - interval '1 minute' * $,
               start_time = start_time - interval '1 minute' * $,
               first_start_time = first_start_time - interval '1 minute' * $,
               expire_time = expire_time - interval '1 minute' * $,
               update_time = update_time - interval '1 minute' * $;
        UPDATE build_ended
           SET enqueue_time = enqueue_time - interval '1 minute' * $,
               end_time = end_time - interval '1 minute' * $;
        UPDATE chat
           SET worst_key = worst_key - 60000 * $,
               debounce_since = debounce_since - interval '1 minute' * $;
        UPDATE pause
           SET until_time = until_time - interval '1 minute' * $;
        """
            .replace("$", Integer.toString(minutes)));
  }

  View view(Map<UUID, Integer> numbers) {
    return transactions.executeRead(
        _ -> new View(now(), builds(numbers), heads(numbers), chats(numbers), faults(numbers)));
  }

  private List<View.Build> builds(Map<UUID, Integer> numbers) {
    return query(
        """
        SELECT build.*, enqueue.sort_key AS key, build.failure ->> 'reason' AS reason
          FROM build
          LEFT JOIN (SELECT build_id, sort_key FROM build_waiting UNION ALL SELECT build_id, sort_key FROM build_active) enqueue
         USING (build_id)
        """,
        row ->
            new View.Build(
                number(numbers, row, "build_id"),
                "tenants/%s/%s/%s"
                    .formatted(
                        row.getString("tenant_id"),
                        row.getString("project_id"),
                        row.getString("chat_id")),
                row.getLong("place"),
                row.getString("state"),
                row.getInt("attempt"),
                row.getInt("losses"),
                Priority.values()[row.getInt("priority")],
                row.getLong("key"),
                hold(row),
                time(row, "expire_time"),
                text(row, "stop"),
                row.getLong("last_sequence"),
                text(row, "reason"),
                row.getObject("dead_letter_time") != null,
                List.of(
                    number(numbers, row, "retry_of"),
                    number(numbers, row, "superseded_by"),
                    number(numbers, row, "requeued_as"))),
        Comparator.comparing(View.Build::number));
  }

  private static String hold(ResultSet row) throws SQLException {
    var hold = text(row, "hold");
    return hold.isEmpty() || hold.equals("BACKOFF")
        ? hold
        : hold + " until " + time(row, "hold_until");
  }

  private List<View.Head> heads(Map<UUID, Integer> numbers) {
    return query(
        """
        SELECT build_id, head.sort_key, ready, ready AND ready_time < now() - interval '1 minute' AS overdue
          FROM build_head head
          JOIN build_request
         USING (chat_no, place)
        """,
        row ->
            new View.Head(
                number(numbers, row, "build_id"),
                row.getLong("sort_key"),
                row.getBoolean("ready"),
                row.getBoolean("overdue")),
        Comparator.comparing(View.Head::build));
  }

  private List<View.Chat> chats(Map<UUID, Integer> numbers) {
    return query(
        """
        SELECT 'tenants/' || tenant_id || '/chats/' || chat_id AS scope, last_seq, blocked_by
          FROM chat
        """,
        row ->
            new View.Chat(
                row.getString("scope"),
                row.getLong("last_seq"),
                number(numbers, row, "blocked_by")),
        Comparator.comparing(View.Chat::scope));
  }

  /**
   * Builds whose events are not 1, 2, 3 …, each from where the one before led, up to their state.
   */
  private List<String> faults(Map<UUID, Integer> numbers) {
    return query(
        """
        WITH told AS (
          SELECT build_id, sequence, state_before, state, row_number() OVER told AS number, lag(state) OVER told AS earlier,
                 lead(sequence) OVER told AS later
            FROM event
          WINDOW told AS (PARTITION BY build_id ORDER BY sequence)
        )
        SELECT build_id, format('%s: %s after %s', sequence, told.state, state_before) AS words
          FROM told
          JOIN build
         USING (build_id)
         WHERE sequence <> number
            OR state_before IS DISTINCT FROM earlier
            OR later IS NULL AND (sequence <> last_sequence OR told.state <> build.state)
        """,
        row -> "build " + number(numbers, row, "build_id") + ", event " + row.getString("words"));
  }

  private static Integer number(Map<UUID, Integer> numbers, ResultSet row, String column)
      throws SQLException {
    var id = row.getObject(column, UUID.class);
    return id == null ? 0 : numbers.getOrDefault(id, -1);
  }

  private static String text(ResultSet row, String column) throws SQLException {
    var text = row.getString(column);
    return text == null ? "" : text;
  }

  private static Instant time(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private <T> List<T> query(String sql, Row<T> row, Comparator<T> order) {
    return query(sql, row).stream().sorted(order).toList();
  }

  private <T> List<T> query(String sql, Row<T> row) {
    return transactions.executeRead(
        status -> {
          try (var statement = status.getConnection().prepareStatement(sql);
              var found = statement.executeQuery()) {
            var rows = new ArrayList<T>();
            while (found.next()) {
              rows.add(row.read(found));
            }
            return rows;
          } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
          }
        });
  }

  private void execute(String sql) {
    transactions.executeWrite(
        status -> {
          try (var statement = status.getConnection().createStatement()) {
            statement.execute(sql);
            return null;
          } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
          }
        });
  }
}
