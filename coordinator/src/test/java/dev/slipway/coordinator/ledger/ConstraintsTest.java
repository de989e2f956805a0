package dev.slipway.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** What our code must never store, and who refuses it: the database, whatever the code believes. */
@CoordinatorTest
class ConstraintsTest {
  /** One bad statement for each constraint; a name in braces is the id of a build of that kind. */
  private static final Map<String, String> BAD = new TreeMap<>();

  static {
    build("build_chat_has_seq", "chat_seq = NULL", "queued");
    build("build_chat_seq_positive", "chat_seq = 0", "queued");
    build("build_chat_seq_once", "chat_seq = 1", "second");
    build("build_request_once", "request_id = 'r', request_hash = 'h'", "second");
    build("build_request_has_hash", "request_hash = NULL", "queued");
    build("build_state_known", "state = 'LOST'", "queued");
    build("build_active_has_attempt", "attempt_uid = NULL", "running");
    build("build_active_was_leased", "attempt = 0", "running");
    build("build_ended_has_time", "end_time = now()", "queued");
    build("build_failed_has_failure", "failure = '{}'", "queued");
    build("build_succeeded_has_results", "results = '{}'", "queued");
    build("build_cancelled_has_reason", "cancel_reason = NULL", "cancelled");
    build("build_stopping_has_cause", "cancel_reason = NULL", "stopping");
    build("build_stop_failure_while_stopping", "stop_failure = '{}'", "queued");
    build("build_losses_within_attempts", "losses = 1", "queued");
    build("build_progress_percent", "progress = 101", "queued");
    build("build_sequence_positive", "last_sequence = 0", "queued");
    build(
        "build_one_active_per_chat",
        "state = 'STARTING', attempt = 1, attempt_uid = gen_random_uuid()",
        "behind");

    attempt("attempt_positive", "attempt = 0", "running");
    attempt(
        "attempt_uid_once",
        "attempt_uid = (SELECT attempt_uid FROM attempt WHERE build_id = {stopping})",
        "running");
    attempt(
        "attempt_token_once",
        "token_hash = (SELECT token_hash FROM attempt WHERE build_id = {stopping})",
        "running");
    attempt("attempt_outcome_known", "outcome = 'ODD', end_time = now()", "running");
    attempt("attempt_log_base_not_negative", "log_base = -1", "running");
    attempt("attempt_log_size_not_negative", "log_size = -1", "running");
    attempt("attempt_log_dropped_not_negative", "log_dropped = -1", "running");
    attempt("attempt_ended_has_outcome", "end_time = now()", "running");
    attempt("attempt_success_has_no_failure", "failure = '{}'", "succeeded");

    step("step_ended_has_exit", "5, 6, NULL");
    step("step_log_forward", "5, 4, 0");

    event("event_sequence_positive", "{running}, 0, 'RUNNING', 'RUNNING'");
    event("event_first_has_no_before", "{running}, 99, NULL, 'RUNNING'");
    event("event_nothing_after_the_end", "{succeeded}, 99, 'SUCCEEDED', 'RUNNING'");
    event("event_one_end", "{succeeded}, 99, 'RUNNING', 'FAILED'");

    BAD.put("log_chunk_offset_not_negative", "INSERT INTO log_chunk VALUES ({running}, -1, 'a')");
    BAD.put("log_chunk_size", "INSERT INTO log_chunk VALUES ({running}, 0, '')");
  }

  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;

  ConstraintsTest(TestBuilds make, TestRows rows, TestQueries queries) {
    this.make = make;
    this.rows = rows;
    this.queries = queries;
  }

  @Test
  void everyInvariantIsRefusedByItsName() {
    var tenant = rows.tenant();
    var builds = new TreeMap<String, UUID>();
    builds.put(
        "queued", make.aBuild().ofTenant(tenant).inChat("a").withRequestId("r").queued().id());
    builds.put("second", make.aBuild().ofTenant(tenant).inChat("a").queued().id());
    builds.put("running", make.aBuild().ofTenant(tenant).inChat("b").running().build().id());
    builds.put("behind", make.aBuild().ofTenant(tenant).inChat("b").queued().id());
    builds.put("stopping", make.aBuild().ofTenant(tenant).stopping().build().id());
    builds.put("succeeded", make.aBuild().ofTenant(tenant).succeeded().build().id());
    builds.put("cancelled", make.aBuild().ofTenant(tenant).cancelled().id());

    var refusedBy = new TreeMap<String, String>();
    BAD.forEach((constraint, sql) -> refusedBy.put(constraint, refusal(named(sql, builds))));

    assertThat(refusedBy).allSatisfy((wanted, found) -> assertThat(found).isEqualTo(wanted));
  }

  @Test
  void everyInvariantOfTheSchemaStandsInTheTable() {
    var constraints =
        queries.all(
            String.class,
            """
            SELECT conname
              FROM pg_constraint
             WHERE conrelid IN ('build'::regclass, 'attempt'::regclass, 'step'::regclass,
                                'event'::regclass, 'log_chunk'::regclass)
               AND contype IN ('c', 'u')
             UNION
            SELECT relname
              FROM pg_index
              JOIN pg_class ON pg_class.oid = indexrelid
             WHERE indrelid IN ('build'::regclass, 'attempt'::regclass, 'step'::regclass,
                                'event'::regclass, 'log_chunk'::regclass)
               AND indisunique
               AND NOT indisprimary
            """);

    assertThat(BAD.keySet()).isEqualTo(new TreeSet<>(constraints));
  }

  private String refusal(String sql) {
    var thrown = catchThrowable(() -> rows.execute(sql));
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
        var constraint = refused.getServerErrorMessage().getConstraint();
        return constraint == null ? refused.getMessage() : constraint;
      }
    }
    return "nobody: " + sql;
  }

  private static String named(String sql, Map<String, UUID> builds) {
    for (var build : builds.entrySet()) {
      sql = sql.replace("{" + build.getKey() + "}", "'" + build.getValue() + "'");
    }
    return sql;
  }

  private static void build(String constraint, String set, String build) {
    BAD.put(constraint, "UPDATE build SET %s WHERE build_id = {%s}".formatted(set, build));
  }

  private static void attempt(String constraint, String set, String build) {
    BAD.put(constraint, "UPDATE attempt SET %s WHERE build_id = {%s}".formatted(set, build));
  }

  private static void step(String constraint, String logStartLogEndExitCode) {
    BAD.put(
        constraint,
        "INSERT INTO step VALUES ({running}, 1, 's', %s)".formatted(logStartLogEndExitCode));
  }

  private static void event(String constraint, String buildSequenceBeforeState) {
    BAD.put(
        constraint,
        """
        INSERT INTO event (build_id, sequence, state_before, state, attempt, progress, body)
        VALUES (%s, 1, 0, '{}')
        """
            .formatted(buildSequenceBeforeState));
  }
}
