package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.ActiveChange.EventRow;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The table {@code build_active}, and the ways out of it. */
@Singleton
class ActiveRepository extends BatchRepository {
  private final LedgerJson json;

  ActiveRepository(LedgerJson json) {
    this.json = json;
  }

  /**
   * Locks the chats of these builds, in the order that every writer keeps. In a statement of its
   * own: what it waited for is then seen by the next one, and no wake-up of a chat is lost between
   * a submit and an end.
   */
  Reading<Boolean> lockChats(Connection connection, List<UUID> builds) {
    return over(
            connection,
            builds,
            """
            SELECT 1
              FROM chat
             WHERE chat_no IN (SELECT chat_no
                                 FROM build_active
                                WHERE build_id = ANY (?))
             ORDER BY chat_no
               FOR NO KEY UPDATE
            """)
        .uuids(build -> build)
        .reading(_ -> true);
  }

  /** Locks those of these builds that are active, in the order of their ids. Blocks on it. */
  Reading<ActiveBuild> lock(Connection connection, List<UUID> builds) {
    return over(
            connection,
            builds,
            """
            SELECT active.build_id, active.tenant_id, active.chat_no, active.place, active.state, active.attempt,
                   active.losses, active.attempt_uid, active.conn_gen, active.runner_seq, active.last_sequence,
                   active.progress, active.current_step,
                   active.resolved_commit, active.stop, active.stop_failure, active.cancel_reason, active.superseded_by,
                   chat.chat_no IS NULL
                   OR active.max_parallel = 1
                      AND chat.max_parallel = 1
                      AND chat.on_failure = 'CONTINUE'
                      AND chat.blocked_by IS NULL AS plain_chat,
                   coalesce(chat.on_failure = 'BLOCK', false) AS blocks_chat
              FROM build_active active
              LEFT JOIN chat
                ON chat.chat_no = active.chat_no
             WHERE active.build_id = ANY (?)
             ORDER BY active.build_id
               FOR NO KEY UPDATE OF active
            """)
        .uuids(build -> build)
        .reading(this::read);
  }

  private ActiveBuild read(ResultSet row) throws SQLException {
    return new ActiveBuild(
        new BuildRef(row.getString("tenant_id"), uuid(row, "build_id")),
        row.getLong("chat_no"),
        row.getLong("place"),
        row.getBoolean("plain_chat"),
        row.getBoolean("blocks_chat"),
        StateName.valueOf(row.getString("state")),
        row.getInt("attempt"),
        row.getInt("losses"),
        uuid(row, "attempt_uid"),
        row.getInt("conn_gen"),
        row.getLong("runner_seq"),
        row.getLong("last_sequence"),
        row.getInt("progress"),
        row.getString("current_step"),
        row.getString("resolved_commit"),
        row.getString("stop"),
        json.failure(row.getString("stop_failure")),
        row.getString("cancel_reason"),
        row.getObject("superseded_by", UUID.class));
  }

  /** The templates of builds. */
  Map<UUID, String> templates(Connection connection, List<UUID> builds) {
    var templates = new HashMap<UUID, String>();
    over(
            connection,
            builds,
            """
            SELECT build_id, template
              FROM build_request
             WHERE build_id = ANY (?)
            """)
        .uuids(build -> build)
        .query(row -> templates.put(uuid(row, "build_id"), row.getString("template")));
    return templates;
  }

  /** The time of the transaction. The database's clock alone gives times that are compared. */
  Reading<Instant> now(Connection connection) {
    return ask(connection, "SELECT now() AS now")
        .reading(row -> Objects.requireNonNull(instant(row, "now")));
  }

  /** Builds that stay active. */
  void update(Connection connection, List<ActiveChange> changes) {
    over(
            connection,
            changes,
            """
            UPDATE build_active active
               SET state = change.state,
                   start_time = CASE WHEN change.start_sequence IS NULL THEN active.start_time ELSE now() END,
                   first_start_time = CASE WHEN change.start_sequence IS NULL THEN active.first_start_time
                                           ELSE coalesce(active.first_start_time, now()) END,
                   start_sequence = coalesce(change.start_sequence, active.start_sequence),
                   last_sequence = change.last_sequence,
                   runner_seq = change.runner_seq,
                   progress = change.progress,
                   current_step = change.current_step,
                   resolved_commit = change.resolved_commit,
                   stop = change.stop,
                   stop_failure = CAST(change.stop_failure AS jsonb),
                   cancel_reason = change.cancel_reason,
                   superseded_by = change.superseded_by,
                   update_time = now()
              FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                AS change (build_id, state, start_sequence, last_sequence, runner_seq, progress, current_step, resolved_commit,
                           stop, stop_failure, cancel_reason, superseded_by)
             WHERE active.build_id = change.build_id
            """)
        .uuids(change -> change.before().ref().id())
        .texts(change -> change.after().name().name())
        .nullableLongs(ActiveChange::startSequence)
        .longs(ActiveChange::lastSequence)
        .longs(ActiveChange::runnerSeq)
        .ints(ActiveChange::progress)
        .texts(ActiveChange::currentStep)
        .texts(ActiveChange::resolvedCommit)
        .texts(change -> End.of(change).stop())
        .texts(change -> json.textOrNull(End.of(change).stopFailure()))
        .texts(change -> End.of(change).stopReason())
        .uuids(change -> End.of(change).stopSupersededBy())
        .update();
  }

  /**
   * Builds that end, and, in the same statement, the next heads of their chats where nothing but
   * the end was in the way. The others' heads are for {@link HeadRepository#refresh}.
   */
  void end(Connection connection, List<ActiveChange> changes) {
    over(
            connection,
            changes,
            """
            WITH ending AS MATERIALIZED (
              SELECT *
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  AS ending (build_id, state, losses, start_sequence, last_sequence, end_from, end_body, progress, failure,
                             results, cancel_reason, superseded_by, resolved_commit, result_sha256, usage, flags)
            ), gone AS (
              DELETE FROM build_active active
               USING ending
               WHERE active.build_id = ending.build_id
              RETURNING active.build_id, active.chat_no, active.place, active.tenant_id, active.project_id, active.attempt,
                        active.enqueue_time, active.attempt_uid, active.token_hash, active.coordinator_id, active.lease_time,
                        active.start_time, active.first_start_time, active.lease_sequence,
                        active.start_sequence AS started_sequence, ending.state, ending.losses, ending.start_sequence,
                        ending.last_sequence, ending.end_from, ending.end_body, ending.progress, ending.failure,
                        ending.results, ending.cancel_reason, ending.superseded_by, ending.resolved_commit,
                        ending.result_sha256, ending.usage, ending.flags
            ), ended AS (
              INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, attempt_uid,
                                       token_hash, coordinator_id, lease_time, start_time, first_start_time, lease_sequence,
                                       start_sequence, last_sequence, end_from, end_body, progress, failure, results,
                                       cancel_reason, superseded_by, resolved_commit, result_sha256, usage, dead_letter_time)
              SELECT build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, attempt_uid,
                     token_hash, coordinator_id, lease_time,
                     CASE WHEN start_sequence IS NULL THEN start_time ELSE now() END,
                     CASE WHEN start_sequence IS NULL THEN first_start_time ELSE coalesce(first_start_time, now()) END,
                     lease_sequence, coalesce(start_sequence, started_sequence), last_sequence, end_from,
                     CAST(end_body AS jsonb), progress, CAST(failure AS jsonb), CAST(results AS jsonb),
                     cancel_reason, superseded_by, resolved_commit, decode(result_sha256, 'hex'), CAST(usage AS jsonb),
                     CASE WHEN flags & 1 <> 0 THEN now() END
                FROM gone
            )
            INSERT INTO build_head (chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib, max_parallel, ready)
            SELECT next.chat_no, next.place, next.tenant_id, next.project_id,
                   least(next.sort_key,
                         (SELECT behind.sort_key
                            FROM build_waiting behind
                           WHERE behind.boost
                             AND behind.chat_no = next.chat_no
                             AND behind.place > next.place
                           ORDER BY behind.chat_no, behind.sort_key
                           LIMIT 1)),
                   next.cpu_millis, next.memory_mib, 1, next.hold IS NULL
              FROM gone
             CROSS JOIN LATERAL (SELECT *
                                   FROM build_waiting waiting
                                  WHERE waiting.chat_no = gone.chat_no
                                    AND waiting.place > gone.place
                                  ORDER BY waiting.chat_no, waiting.place
                                  LIMIT 1) next
             WHERE gone.flags & 2 <> 0
            """)
        .uuids(change -> change.before().ref().id())
        .texts(change -> change.after().name().name())
        .ints(ActiveChange::losses)
        .nullableLongs(ActiveChange::startSequence)
        .longs(ActiveChange::lastSequence)
        .texts(change -> change.beforeLast().name())
        .texts(change -> json.textOrNull(End.of(change).body()))
        .ints(ActiveChange::progress)
        .texts(change -> json.textOrNull(End.of(change).failure()))
        .texts(change -> json.textOrNull(End.of(change).results()))
        .texts(change -> End.of(change).cancelReason())
        .uuids(change -> End.of(change).supersededBy())
        .texts(ActiveChange::resolvedCommit)
        .texts(change -> change.result() == null ? null : change.result().sha256())
        .texts(change -> change.result() == null ? null : json.textOrNull(change.result().usage()))
        .ints(change -> (change.deadLetter() ? 1 : 0) | (change.before().plainChat() ? 2 : 0))
        .update();
  }

  /**
   * Builds whose attempt is gone and that go back to their place. What the attempt's row told of
   * its events is told by rows of {@code event_other} from now on.
   */
  void requeue(Connection connection, List<ActiveChange> changes) {
    over(
            connection,
            changes,
            """
            WITH change AS MATERIALIZED (
              SELECT *
                FROM unnest(?, ?, ?, ?, ?, ?, ?) AS change (build_id, losses, last_sequence, resolved_commit, hold, hold_until, failure)
            ), gone AS (
              DELETE FROM build_active active
               USING change
               WHERE active.build_id = change.build_id
              RETURNING active.*, change.losses AS new_losses, change.last_sequence AS new_sequence, change.hold,
                        change.hold_until, change.failure, change.resolved_commit AS new_commit
            ), lost AS (
              INSERT INTO attempt_lost (build_id, attempt, attempt_uid, token_hash, coordinator_id, lease_time, start_time, failure)
              SELECT build_id, attempt, attempt_uid, token_hash, coordinator_id, lease_time, start_time, CAST(failure AS jsonb)
                FROM gone
            ), told AS (
              INSERT INTO event_other (build_id, sequence, attempt, state_before, state, progress, event_time, body)
              SELECT build_id, lease_sequence, attempt, 'QUEUED', 'STARTING', 0, lease_time,
                     jsonb_build_object('kind', 'LEASED', 'attemptUid', attempt_uid)
                FROM gone
               UNION ALL
              SELECT build_id, start_sequence, attempt, 'STARTING', 'RUNNING', 0, start_time, CAST('{"kind": "CLAIMED"}' AS jsonb)
                FROM gone
               WHERE start_sequence IS NOT NULL
            )
            INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key, boost, cpu_millis,
                                       memory_mib, attempt, losses, last_sequence, hold, hold_until, expire_time, enqueue_time,
                                       first_start_time, resolved_commit)
            SELECT chat_no, place, build_id, tenant_id, project_id, priority, sort_key, true, cpu_millis,
                   memory_mib, attempt, new_losses, new_sequence, hold, hold_until,
                   CASE WHEN first_start_time IS NULL THEN expire_time END, enqueue_time, first_start_time, new_commit
              FROM gone
            """)
        .uuids(change -> change.before().ref().id())
        .ints(ActiveChange::losses)
        .longs(ActiveChange::lastSequence)
        .texts(ActiveChange::resolvedCommit)
        .texts(change -> End.of(change).hold())
        .times(change -> End.of(change).holdUntil())
        .texts(change -> json.textOrNull(End.of(change).failure()))
        .update();
  }

  /**
   * Tells the active builds of a chat that it may run several by now, so that the end of one of
   * them does not take the chat for free while others run. Never taken back from a build.
   */
  void allowParallel(Connection connection, long chatNo) {
    over(
            connection,
            List.of(chatNo),
            """
            UPDATE build_active active
               SET max_parallel = chat.max_parallel
              FROM chat
             WHERE chat.chat_no = ANY (?)
               AND active.chat_no = chat.chat_no
               AND active.max_parallel < chat.max_parallel
            """)
        .longs(chat -> chat)
        .update();
  }

  /** Marks chats that stop at a failure as blocked by it. */
  void block(Connection connection, List<ActiveChange> failed) {
    over(
            connection,
            failed,
            """
            UPDATE chat
               SET blocked_by = failed.build_id,
                   update_time = now()
              FROM unnest(?, ?) AS failed (chat_no, build_id)
             WHERE chat.chat_no = failed.chat_no
               AND chat.blocked_by IS NULL
            """)
        .longs(change -> change.before().chatNo())
        .uuids(change -> change.before().ref().id())
        .update();
  }

  /** An event with the attempt it belongs to. */
  record BuildEventRow(UUID build, int attempt, EventRow event) {}

  void append(Connection connection, List<BuildEventRow> events) {
    over(
            connection,
            events,
            """
            INSERT INTO event_other (build_id, sequence, attempt, state_before, state, progress, body)
            SELECT build_id, sequence, attempt, state_before, state, progress, CAST(body AS jsonb)
              FROM unnest(?, ?, ?, ?, ?, ?, ?) AS event (build_id, sequence, attempt, state_before, state, progress, body)
            """)
        .uuids(BuildEventRow::build)
        .longs(row -> row.event().sequence())
        .ints(BuildEventRow::attempt)
        .texts(row -> row.event().before().name())
        .texts(row -> row.event().after().name())
        .ints(row -> row.event().progress())
        .texts(row -> json.text(row.event().body()))
        .update();
  }
}
