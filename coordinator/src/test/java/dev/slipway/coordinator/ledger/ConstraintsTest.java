package dev.slipway.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** What our code must never store, and who refuses it: the database, whatever the code believes. */
@CoordinatorTest
class ConstraintsTest {
  /**
   * One bad statement for each constraint; a name in braces is the id of a build of that kind, or
   * the tenant.
   */
  private static final Map<String, String> BAD = new TreeMap<>();

  private static final String CLAIMED = "pod_uid = 'p', boot_id = 'b'";
  private static final String SHA256 = "'" + "0".repeat(64) + "'";

  static {
    one("tenant", "tenant_weight_range", "weight = 0", "tenant_id = {tenant}");

    chat("chat_last_seq_not_negative", "last_seq = -1");
    chat("chat_no_once", "chat_no = (SELECT chat_no FROM build_request WHERE build_id = {queued})");
    chat("chat_max_parallel_range", "max_parallel = 0");
    chat("chat_on_failure_known", "on_failure = 'ODD'");
    chat("chat_supersede_known", "supersede = 'ODD'");
    chat("chat_debounce_positive", "debounce_delay = '0', debounce_max_delay = '1 s'");
    chat("chat_debounce_bounded", "debounce_delay = '2 s', debounce_max_delay = '1 s'");

    build("build_request", "build_chat_has_seq", "chat_seq = NULL", "queued");
    build("build_request", "build_chat_seq_positive", "chat_seq = 0", "queued");
    build("build_request", "build_request_once", "request_id = 'r', request_hash = 'h'", "second");
    build("build_request", "build_request_has_hash", "request_hash = NULL", "queued");
    build("build_request", "build_priority_known", "priority = 4", "queued");
    build("build_request", "build_cpu_positive", "cpu_millis = 0", "queued");
    build("build_request", "build_memory_positive", "memory_mib = 0", "queued");
    build("build_request", "build_first_state_known", "first_state = 'RUNNING'", "queued");
    build("build_request", "build_place_positive", "place = 0", "queued");
    build("build_request", "build_place_once", "place = 256", "second");

    build("build_waiting", "waiting_hold_known", "hold = 'ODD', hold_until = now()", "queued");
    build("build_waiting", "waiting_hold_has_end", "hold = 'BACKOFF'", "queued");
    build("build_waiting", "waiting_losses_within_attempts", "losses = 1", "queued");

    build("build_active", "active_state_known", "state = 'LOST'", "running");
    build("build_active", "active_attempt_positive", "attempt = 0", "running");
    build("build_active", "active_token_size", "token_hash = 'a'", "running");
    build("build_active", "active_progress_percent", "progress = 101", "running");
    build("build_active", "active_stop_known", "stop = 'ODD', cancel_reason = NULL", "stopping");
    build(
        "build_active",
        "active_one_per_slot",
        "chat_no = (SELECT chat_no FROM build_active WHERE build_id = {stopping})",
        "running");
    build("build_active", "active_slot_range", "slot = 1", "running");
    build(
        "build_active",
        "active_running_has_start",
        "start_time = NULL, start_sequence = NULL",
        "running");
    build("build_active", "active_start_has_sequence", "start_sequence = NULL", "running");
    build("build_active", "active_sequence_order", "last_sequence = 1", "running");
    build(
        "build_active",
        "active_stopping_has_stop",
        "stop = 'CANCEL', cancel_reason = 'enough'",
        "running");
    build("build_active", "active_stop_has_cause", "cancel_reason = NULL", "stopping");
    build("build_active", "active_losses_within_attempts", "losses = 2", "running");
    build("build_active", "active_conn_gen_not_negative", CLAIMED + ", conn_gen = -1", "running");
    build("build_active", "active_claimed_by_one", "pod_uid = 'p'", "running");
    build(
        "build_active",
        "active_claimed_was_started",
        CLAIMED + ", conn_gen = 1, start_time = NULL, start_sequence = NULL",
        "stopping");
    build(
        "build_active",
        "active_runner_seq_not_negative",
        CLAIMED + ", conn_gen = 1, runner_seq = -1",
        "running");
    build("build_active", "active_runner_seq_is_of_a_runner", "runner_seq = 1", "running");

    build("build_ended", "ended_result_sha256_size", "result_sha256 = 'a'", "succeeded");
    build("build_ended", "ended_state_known", "state = 'LOST'", "cancelled");
    build("build_ended", "ended_failed_has_failure", "failure = NULL", "failed");
    build("build_ended", "ended_success_has_no_failure", "failure = '{}'", "succeeded");
    build("build_ended", "ended_succeeded_has_results", "results = NULL", "succeeded");
    build("build_ended", "ended_cancelled_has_reason", "cancel_reason = NULL", "cancelled");
    build("build_ended", "ended_success_was_started", "start_time = NULL", "succeeded");
    build("build_ended", "ended_start_was_leased", "lease_sequence = NULL", "succeeded");
    build("build_ended", "ended_start_after_lease", "lease_sequence = start_sequence", "succeeded");
    build("build_ended", "ended_end_is_last", "last_sequence = 1", "cancelled");
    build("build_ended", "ended_dead_letter_failed", "dead_letter_time = now()", "succeeded");
    build(
        "build_ended",
        "ended_requeue_was_dead",
        "dead_letter_time = now(), requeued_as = {queued}",
        "failed");

    output("attempt_output_positive", "0, 0, 0, 0");
    output("attempt_output_base_not_negative", "1, -1, 0, 0");
    output("attempt_output_size_not_negative", "1, 0, -1, 0");
    output("attempt_output_dropped_not_negative", "1, 0, 0, -1");

    BAD.put("step_ended_has_exit", "INSERT INTO step VALUES ({running}, 1, 's', 5, 6, NULL)");
    BAD.put("step_log_forward", "INSERT INTO step VALUES ({running}, 1, 's', 5, 4, 0)");

    BAD.put(
        "event_other_is_between",
        """
        INSERT INTO event_other (build_id, sequence, attempt, state_before, state, progress, body)
        VALUES ({succeeded}, 99, 1, 'RUNNING', 'FAILED', 0, '{}')
        """);

    BAD.put(
        "step_log_dropped_not_negative",
        "INSERT INTO step VALUES ({running}, 1, 's', 5, NULL, NULL, -1)");

    chunk("log_chunk_offset_not_negative", "-1, now(), 1, 0, 'NONE', 'a'");
    chunk("log_chunk_size", "0, now(), 0, 0, 'NONE', ''");
    chunk("log_chunk_codec_known", "0, now(), 1, 0, 'GZIP', 'a'");
    chunk("log_chunk_stored_size", "0, now(), 2, 0, 'NONE', 'a'");

    quota("quota_running_not_negative", "running");
    quota("quota_cpu_not_negative", "cpu_millis");
    quota("quota_memory_not_negative", "memory_mib");
    quota("quota_queued_not_negative", "queued");
    quota("quota_builds_per_hour_not_negative", "builds_per_hour");
    quota("quota_storage_not_negative", "storage_bytes");
    BAD.put("quota_scope_is_one", "INSERT INTO quota (scope) VALUES ('tenants/nobody')");
    pause("pause_mode_known", "'cluster', NULL, 'STOP'");
    pause("pause_scope_is_one", "'cluster', {tenant}, 'HOLD'");

    source("source_sha256_form", "'odd', 'TAR', 1");
    source("source_format_known", SHA256 + ", 'RAR', 1");
    source("source_size_positive", SHA256 + ", 'TAR', 0");
    artifact("artifact_sha256_form", "'b', 'odd', 1, '', false");
    artifact("artifact_size_not_negative", "'b', " + SHA256 + ", -1, '', false");
    artifact("artifact_one_site", "'b', " + SHA256 + ", 1, '', true");
    preview("preview_host_label_once", "'label'");
    preview("preview_host_label_form", "'-'");

    BAD.put("control_plane_is_one", "INSERT INTO control_plane (only_one) VALUES (false)");
    BAD.put("installation_only_one", "INSERT INTO installation (only_one) VALUES (false)");
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
    var names = new TreeMap<String, Object>();
    names.put("tenant", tenant);
    names.put(
        "queued", make.aBuild().ofTenant(tenant).inChat("a").withRequestId("r").queued().id());
    names.put("second", make.aBuild().ofTenant(tenant).inChat("a").queued().id());
    names.put("running", make.aBuild().ofTenant(tenant).inChat("b").running().build().id());
    names.put("stopping", make.aBuild().ofTenant(tenant).stopping().build().id());
    names.put("succeeded", make.aBuild().ofTenant(tenant).succeeded().build().id());
    names.put("failed", make.aBuild().ofTenant(tenant).failed().build().id());
    names.put("cancelled", make.aBuild().ofTenant(tenant).cancelled().id());
    rows.execute(
        named("INSERT INTO artifact VALUES ({succeeded}, 'a', %s, 1, '', true)", names)
            .formatted(SHA256));
    rows.execute(named("INSERT INTO preview VALUES ({tenant}, 'b', 'label', {succeeded})", names));

    var refusedBy = new TreeMap<String, String>();
    BAD.forEach((constraint, sql) -> refusedBy.put(constraint, refusal(named(sql, names))));

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
              JOIN pg_class ON pg_class.oid = conrelid
             WHERE connamespace = CAST('public' AS regnamespace)
               AND relname <> 'flyway_schema_history'
               -- Partitions have those of the whole.
               AND NOT relispartition
               AND contype IN ('c', 'u')
             UNION
            SELECT index.relname
              FROM pg_index
              JOIN pg_class index ON index.oid = indexrelid
             WHERE index.relnamespace = CAST('public' AS regnamespace)
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

  private static String named(String sql, Map<String, Object> names) {
    for (var name : names.entrySet()) {
      sql = sql.replace("{" + name.getKey() + "}", "'" + name.getValue() + "'");
    }
    return sql;
  }

  private static void one(String table, String constraint, String set, String where) {
    BAD.put(constraint, "UPDATE %s SET %s WHERE %s".formatted(table, set, where));
  }

  private static void chat(String constraint, String set) {
    one("chat", constraint, set, "tenant_id = {tenant} AND chat_id = 'b'");
  }

  private static void build(String table, String constraint, String set, String build) {
    one(table, constraint, set, "build_id = {" + build + "}");
  }

  private static void output(String constraint, String attemptBaseSizeDropped) {
    BAD.put(
        constraint,
        "INSERT INTO attempt_output VALUES ({running}, %s)".formatted(attemptBaseSizeDropped));
  }

  private static void chunk(String constraint, String offsetTimeSizeCrcCodecData) {
    BAD.put(
        constraint,
        "INSERT INTO log_chunk VALUES ({running}, %s)".formatted(offsetTimeSizeCrcCodecData));
  }

  private static void quota(String constraint, String column) {
    BAD.put(constraint, "INSERT INTO quota (scope, %s) VALUES ('cluster', -1)".formatted(column));
  }

  private static void pause(String constraint, String scopeTenantMode) {
    BAD.put(
        constraint,
        "INSERT INTO pause (scope, tenant_id, mode, paused_by, reason) VALUES (%s, '', '')"
            .formatted(scopeTenantMode));
  }

  private static void source(String constraint, String sha256FormatSize) {
    BAD.put(constraint, "INSERT INTO source VALUES ({tenant}, %s)".formatted(sha256FormatSize));
  }

  private static void artifact(String constraint, String nameSha256SizeTypeSite) {
    BAD.put(
        constraint,
        "INSERT INTO artifact VALUES ({succeeded}, %s)".formatted(nameSha256SizeTypeSite));
  }

  private static void preview(String constraint, String hostLabel) {
    BAD.put(
        constraint,
        "INSERT INTO preview VALUES ({tenant}, 'a', %s, {succeeded})".formatted(hostLabel));
  }
}
