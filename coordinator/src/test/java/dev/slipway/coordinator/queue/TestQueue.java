package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.TestQueries;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Builds in every phase, as bare rows: heads, events and attempts are not looked at here. */
@Singleton
public class TestQueue {
  private static final AtomicLong ALONE = new AtomicLong(1_000_000_000_000L);

  private final TestRows rows;
  private final TestQueries queries;

  TestQueue(TestRows rows, TestQueries queries) {
    this.rows = rows;
    this.queries = queries;
  }

  /** A tenant with the projects {@code site} and {@code shop}. */
  public String tenant() {
    String tenant = rows.tenant();
    rows.execute(
        "INSERT INTO project (tenant_id, project_id) VALUES (?, 'site'), (?, 'shop')",
        tenant,
        tenant);
    return tenant;
  }

  /** A chat; its number. */
  public long chat(String tenant, String chat, String project) {
    rows.execute(
        "INSERT INTO chat (tenant_id, chat_id, project_id) VALUES (?, ?, ?)",
        tenant,
        chat,
        project);
    return queries.one(
        Long.class, "SELECT chat_no FROM chat WHERE tenant_id = ? AND chat_id = ?", tenant, chat);
  }

  /** The number of a build without a chat; far from those that chats get. */
  long alone() {
    return ALONE.incrementAndGet();
  }

  /** Ends every pause, as one of the cluster would hold other tests too. */
  void forgetPauses() {
    rows.execute("DELETE FROM pause");
  }

  /** A build that waits; {@code hold} null for QUEUED. */
  void waiting(String tenant, String project, long chatNo, String hold, int secondsAgo) {
    rows.execute(
        """
        INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key, boost, cpu_millis, memory_mib,
                                   hold, hold_until, enqueue_time)
        SELECT chat_no, place, build_id, tenant_id, project_id, 1, 0, false, 1, 1,
               ?, CASE WHEN CAST(? AS text) IS NULL THEN NULL ELSE now() + interval '1h' END, now() - make_interval(secs => ?)
          FROM build_request
         WHERE build_id = ?
        """,
        hold,
        hold,
        secondsAgo,
        requested(tenant, project, chatNo));
  }

  /** A build that is STARTING, RUNNING or STOPPING. */
  void active(String tenant, String project, long chatNo, String state, int secondsAgo) {
    rows.execute(
        """
        INSERT INTO build_active (build_id, chat_no, place, tenant_id, project_id, slot, max_parallel, state, attempt, losses,
                                  attempt_uid, token_hash, coordinator_id, priority, sort_key, cpu_millis, memory_mib, enqueue_time,
                                  start_time, lease_sequence, start_sequence, last_sequence, stop, cancel_reason)
        SELECT build_id, chat_no, place, tenant_id, project_id, place / 256, 64, ?, 1, 0, gen_random_uuid(), sha256('x'),
               gen_random_uuid(), 1, 0, 1, 1, now() - make_interval(secs => ?), now(), 2, 3, 3,
               CASE ? WHEN 'STOPPING' THEN 'CANCEL' END, CASE ? WHEN 'STOPPING' THEN 'no' END
          FROM build_request
         WHERE build_id = ?
        """,
        state,
        secondsAgo,
        state,
        state,
        requested(tenant, project, chatNo));
  }

  /**
   * A build that ended; times are SQL.
   *
   * @param start {@code NULL} when it never started
   * @param deadLetterTime {@code NULL} when it is no dead letter
   */
  UUID ended(
      String tenant,
      String project,
      long chatNo,
      String state,
      String enqueue,
      String start,
      String end,
      String deadLetterTime) {
    UUID build = requested(tenant, project, chatNo);
    rows.execute(
        """
        INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, start_time, first_start_time,
                                 end_time, last_sequence, end_from, progress, failure, results, cancel_reason, dead_letter_time)
        SELECT build_id, tenant_id, project_id, state, 1, 0, %s, %s, %s, %s, 9, 'RUNNING', 0,
               CASE state WHEN 'FAILED' THEN CAST('{"reason": "RUNNER_LOST", "message": "m", "hint": "", "step": "", "lastLines": []}' AS jsonb) END,
               CASE state WHEN 'SUCCEEDED' THEN CAST('{}' AS jsonb) END,
               CASE state WHEN 'CANCELLED' THEN 'no' END,
               %s
          FROM build_request
         CROSS JOIN (SELECT CAST(? AS text) AS state) ended
         WHERE build_id = ?
        """
            .formatted(enqueue, start, start, end, deadLetterTime),
        state,
        build);
    return build;
  }

  private UUID requested(String tenant, String project, long chatNo) {
    UUID build = UUID.randomUUID();
    rows.execute(
        """
        INSERT INTO build_request (build_id, tenant_id, project_id, chat_no, place, message_id, template, spec)
        SELECT ?, ?, ?, ?, 256 * (1 + count(*)), '', 'website',
               '{"template": "website", "parameters": {}, "steps": [], "image": "", "timeoutMillis": 1000}'
          FROM build_request
         WHERE chat_no = ?
        """,
        build,
        tenant,
        project,
        chatNo,
        chatNo);
    return build;
  }
}
