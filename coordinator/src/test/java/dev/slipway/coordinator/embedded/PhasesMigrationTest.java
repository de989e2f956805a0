package dev.slipway.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database of the first release becomes one of one table a phase, and nobody can tell by its
 * views.
 */
class PhasesMigrationTest {
  private static final String BUILDS =
      """
      SELECT CAST(ROW(build_id, tenant_id, project_id, chat_id, chat_seq, message_id, template, request_id, request_hash, spec,
                      state, attempt, losses, attempt_uid, progress, current_step, stop_failure, cancel_reason, failure, results,
                      resolved_commit, last_sequence, create_time, start_time, end_time) AS text)
        FROM build
       ORDER BY build_id
      """;

  /**
   * Without their times: those of the columns are of the transaction, to a few milliseconds the
   * same.
   */
  private static final String EVENTS =
      """
      SELECT CAST(ROW(build_id, sequence, attempt, state_before, state, progress, body) AS text)
        FROM event
       ORDER BY build_id, sequence
      """;

  /** The cause of a cancelled attempt stands in its last event. */
  private static final String ATTEMPTS =
      """
      SELECT CAST(ROW(build_id, attempt, attempt_uid, token_hash, coordinator_id, lease_time, start_time, end_time, outcome,
                      CASE WHEN outcome <> 'CANCELLED' THEN failure END) AS text)
        FROM attempt
       ORDER BY build_id, attempt
      """;

  private final String name = "migrated_" + UUID.randomUUID().toString().replace('-', '_');
  private Connection connection;

  @BeforeEach
  void aDatabaseOfTheFirstRelease() throws SQLException {
    try (var server = open("postgres");
        var statement = server.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    flyway("1");
    connection = open(name);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    try (var server = open("postgres");
        var statement = server.createStatement()) {
      statement.execute("DROP DATABASE " + name);
    }
  }

  @Test
  void nothingIsLostAndEverythingReadsAsBefore() throws SQLException {
    // One transaction, so that an end and its attempt have one time, as the first release wrote
    // them.
    connection.setAutoCommit(false);
    run("INSERT INTO tenant (tenant_id) VALUES ('t')");
    run(
        "INSERT INTO chat (tenant_id, chat_id, last_seq) VALUES ('t', 'c', 9), ('t', 'd', 2), ('t',"
            + " 'e', 1)");
    endedBuilds();
    activeBuilds();
    waitingBuilds();
    var builds = rows(BUILDS);
    var events = rows(EVENTS);
    var attempts = rows(ATTEMPTS);
    var output =
        rows(
            "SELECT CAST(ROW(build_id, attempt, log_base, log_size, log_dropped) AS text) FROM"
                + " attempt ORDER BY 1");
    connection.commit();
    connection.setAutoCommit(true);

    flyway("2");

    assertThat(builds).hasSize(15);
    assertThat(rows(BUILDS)).isEqualTo(builds);
    assertThat(rows(EVENTS)).isEqualTo(events);
    assertThat(rows(ATTEMPTS)).isEqualTo(attempts);
    assertThat(
            rows(
                "SELECT CAST(ROW(build_id, attempt, log_base, log_size, log_dropped) AS text) FROM"
                    + " attempt_output ORDER BY 1"))
        .isEqualTo(output);
    assertThat(rows("SELECT CAST(project_id AS text) FROM project ORDER BY 1"))
        .containsExactly("garden");
    assertThat(
            rows(
                """
                SELECT CAST(build_id AS text)
                  FROM build_head
                  JOIN build_waiting USING (chat_no, place)
                 WHERE ready
                 ORDER BY 1
                """))
        .as("chats with an active build have no head")
        .containsExactly(id(14).toString(), id(15).toString());
  }

  private void endedBuilds() throws SQLException {
    build(
        1,
        "'c', 1",
        "'SUCCEEDED', 1, 0",
        "results = '{\"output\": \"hello\"}', end_time = now(), start_time = now(), progress ="
            + " 100");
    attempt(1, 1, true, "SUCCEEDED");
    events(
        1,
        "1 QUEUED STARTING LEASED",
        "1 STARTING RUNNING CLAIMED",
        "1 RUNNING RUNNING STEP_STARTED");
    end(1, "1 RUNNING SUCCEEDED STEPS_SUCCEEDED", ", \"results\": {\"output\": \"hello\"}");

    build(
        2,
        "'c', 2",
        "'FAILED', 1, 0",
        "failure = '{\"reason\": \"STEP_FAILED\"}', end_time = now(), start_time = now(), progress"
            + " = 30");
    attempt(2, 1, true, "FAILED");
    events(2, "1 QUEUED STARTING LEASED", "1 STARTING RUNNING CLAIMED");
    end(2, "1 RUNNING FAILED STEPS_FAILED", ", \"failure\": {\"reason\": \"STEP_FAILED\"}");

    build(
        3,
        "'c', 3",
        "'FAILED', 3, 3",
        "failure = '{\"reason\": \"STEP_FAILED\"}', end_time = now(), start_time = now()");
    attempt(3, 1, false, "LOST");
    attempt(3, 2, true, "LOST");
    attempt(3, 3, false, "LOST");
    events(
        3,
        "1 QUEUED STARTING LEASED",
        "1 STARTING QUEUED ATTEMPT_GONE",
        "2 QUEUED STARTING LEASED",
        "2 STARTING RUNNING CLAIMED",
        "2 RUNNING QUEUED ATTEMPT_GONE",
        "3 QUEUED STARTING LEASED");
    end(3, "3 STARTING FAILED ATTEMPT_GONE", ", \"counted\": true");

    build(4, "'c', 4", "'CANCELLED', 0, 0", "cancel_reason = 'enough', end_time = now()");
    end(4, "0 QUEUED CANCELLED CANCEL_ASKED", ", \"reason\": \"enough\"");

    build(5, "'c', 5", "'CANCELLED', 1, 1", "cancel_reason = 'enough', end_time = now()");
    attempt(5, 1, false, "LOST");
    events(5, "1 QUEUED STARTING LEASED", "1 STARTING QUEUED ATTEMPT_GONE");
    end(5, "1 QUEUED CANCELLED CANCEL_ASKED", ", \"reason\": \"enough\"");

    build(
        6,
        "'c', 6",
        "'CANCELLED', 1, 0",
        "cancel_reason = 'enough', end_time = now(), start_time = now()");
    attempt(6, 1, true, "CANCELLED");
    events(
        6,
        "1 QUEUED STARTING LEASED",
        "1 STARTING RUNNING CLAIMED",
        "1 RUNNING STOPPING CANCEL_ASKED");
    end(6, "1 STOPPING CANCELLED ATTEMPT_GONE", ", \"counted\": true");
  }

  private void activeBuilds() throws SQLException {
    build(
        7,
        "'c', 7",
        "'RUNNING', 2, 1",
        active(7, 2)
            + ", start_time = now(), progress = 30, current_step = 'say', resolved_commit ="
            + " 'c0ffee'");
    attempt(7, 1, true, "LOST");
    attempt(7, 2, true, null);
    events(
        7,
        "1 QUEUED STARTING LEASED",
        "1 STARTING RUNNING CLAIMED",
        "1 RUNNING QUEUED ATTEMPT_GONE",
        "2 QUEUED STARTING LEASED",
        "2 STARTING RUNNING CLAIMED",
        "2 RUNNING RUNNING STEP_STARTED");

    build(10, "NULL, NULL", "'STARTING', 1, 0", active(10, 1));
    attempt(10, 1, false, null);
    events(10, "1 QUEUED STARTING LEASED");

    build(
        11,
        "'d', 1",
        "'STOPPING', 1, 0",
        active(11, 1) + ", stop_failure = '{\"reason\": \"STARTUP_TIMEOUT\"}'");
    attempt(11, 1, false, null);
    events(11, "1 QUEUED STARTING LEASED", "1 STARTING STOPPING OVERDUE");

    build(
        12,
        "NULL, NULL",
        "'STOPPING', 1, 0",
        active(12, 1) + ", cancel_reason = 'enough', start_time = now()");
    attempt(12, 1, true, null);
    events(
        12,
        "1 QUEUED STARTING LEASED",
        "1 STARTING RUNNING CLAIMED",
        "1 RUNNING STOPPING CANCEL_ASKED");
  }

  private void waitingBuilds() throws SQLException {
    build(8, "'c', 8", "'QUEUED', 0, 0", "request_id = 'r', request_hash = 'h'");
    build(9, "'c', 9", "'QUEUED', 0, 0", "message_id = 'm'");
    build(13, "'d', 2", "'QUEUED', 0, 0", "message_id = 'm'");
    build(14, "NULL, NULL", "'QUEUED', 1, 1", "resolved_commit = 'c0ffee'");
    attempt(14, 1, false, "LOST");
    events(14, "1 QUEUED STARTING LEASED", "1 STARTING QUEUED ATTEMPT_GONE");
    build(15, "'e', 1", "'QUEUED', 0, 0", "message_id = 'm'");
  }

  private static UUID id(int build) {
    return new UUID(0, build);
  }

  private static UUID uid(int build, int attempt) {
    return new UUID(attempt, build);
  }

  private static String active(int build, int attempt) {
    return "attempt_uid = '%s'".formatted(uid(build, attempt));
  }

  /**
   * A build and its first event. Its constraints hold at once, so state and parts go in together.
   */
  private void build(int build, String chatAndSeq, String stateAttemptLosses, String parts)
      throws SQLException {
    var columns = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (var part : parts.split(", (?=[a-z_]+ = )")) {
      columns.add(part.substring(0, part.indexOf(" = ")));
      values.add(part.substring(part.indexOf(" = ") + 3));
    }
    boolean named = columns.contains("message_id");
    run(
        """
        INSERT INTO build (build_id, tenant_id, project_id, chat_id, chat_seq, template, spec, last_sequence, state, attempt,
                           losses, %s%s)
        VALUES ('%s', 't', 'garden', %s, 'website', '{"template": "website"}', 1, %s, %s%s)
        """
            .formatted(
                named ? "" : "message_id, ",
                String.join(", ", columns),
                id(build),
                chatAndSeq,
                stateAttemptLosses,
                named ? "" : "'', ",
                String.join(", ", values)));
    run(
        """
        INSERT INTO event (build_id, sequence, attempt, state, progress, body)
        VALUES ('%s', 1, 0, 'QUEUED', 0, '{"kind": "SUBMITTED"}')
        """
            .formatted(id(build)));
  }

  private void attempt(int build, int attempt, boolean started, String outcome)
      throws SQLException {
    run(
        """
        INSERT INTO attempt (build_id, attempt, attempt_uid, token_hash, coordinator_id, lease_time, start_time, end_time, outcome,
                             failure, log_base, log_size, log_dropped)
        VALUES ('%s', %d, '%s', sha256('%s'), '%s', now(), %s, %s, %s, %s, %d, 7, 1)
        """
            .formatted(
                id(build),
                attempt,
                uid(build, attempt),
                uid(build, attempt),
                uid(0, 0),
                started ? "now()" : "NULL",
                outcome == null ? "NULL" : "now()",
                outcome == null ? "NULL" : "'" + outcome + "'",
                outcome == null || outcome.equals("SUCCEEDED")
                    ? "NULL"
                    : "'{\"reason\": \"STEP_FAILED\"}'",
                7 * (attempt - 1)));
  }

  private void events(int build, String... attemptBeforeAfterKind) throws SQLException {
    for (var event : attemptBeforeAfterKind) {
      var kind = event.substring(event.lastIndexOf(' ') + 1);
      event(build, event, kind.equals("LEASED") ? leased(build, event) : "", 0);
    }
  }

  private static String leased(int build, String event) {
    return ", \"attemptUid\": \"%s\"".formatted(uid(build, event.charAt(0) - '0'));
  }

  private void end(int build, String event, String more) throws SQLException {
    event(build, event, more, build == 1 ? 100 : build == 2 ? 30 : 0);
  }

  private void event(int build, String event, String more, int progress) throws SQLException {
    var words = event.split(" ");
    run(
        """
        WITH sequence AS (
          UPDATE build
             SET last_sequence = last_sequence + 1
           WHERE build_id = '%s'
          RETURNING last_sequence
        )
        INSERT INTO event (build_id, sequence, attempt, state_before, state, progress, body)
        SELECT '%s', last_sequence, %s, '%s', '%s', %d, '{"kind": "%s"%s}'
          FROM sequence
        """
            .formatted(
                id(build), id(build), words[0], words[1], words[2], progress, words[3], more));
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private void flyway(String target) {
    Flyway.configure()
        .dataSource(url(name), property("username"), property("password"))
        .locations("classpath:db/migration")
        .target(target)
        .load()
        .migrate();
  }

  private static Connection open(String database) throws SQLException {
    return DriverManager.getConnection(url(database), property("username"), property("password"));
  }

  private static String url(String database) {
    return property("url").replaceFirst("/postgres$", "/" + database);
  }

  private static String property(String name) {
    return (String) TestDatabase.properties().get("datasources.default." + name);
  }
}
