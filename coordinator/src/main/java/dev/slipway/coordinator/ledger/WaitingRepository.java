package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildState.Held;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The tables {@code build_request} and {@code build_waiting}. */
@Singleton
class WaitingRepository extends BatchRepository {
  private final LedgerJson json;

  WaitingRepository(LedgerJson json) {
    this.json = json;
  }

  /**
   * A new build, and whether it is the first of its chat in this batch, with the batch's best key.
   */
  record Opening(NewBuild build, boolean first, long bestKey) {}

  /**
   * Stores new builds, and heads where a chat had neither a head nor all its slots taken. The
   * chats' rows are locked by the caller, in a statement before.
   */
  void open(Connection connection, List<Opening> openings) {
    over(
            connection,
            openings,
            """
            WITH opening AS MATERIALIZED (
              SELECT *, CASE WHEN chat = 0 THEN nextval('chat_no') ELSE chat END AS chat_no
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  AS opening (build_id, tenant_id, project_id, chat_id, chat_seq, chat, place, message_id, created_by,
                              display_name, labels, template, request_id, request_hash, spec, priority, cpu_millis,
                              memory_mib, retry_of, sort_key, boost, hold, hold_until, expire_time, first, best_key,
                              max_parallel, blocked)
            ), request AS (
              INSERT INTO build_request (build_id, tenant_id, project_id, chat_id, chat_seq, chat_no, place, message_id,
                                         created_by, display_name, labels, template, request_id, request_hash, spec, priority,
                                         cpu_millis, memory_mib, retry_of, first_state)
              SELECT build_id, tenant_id, project_id, chat_id, CASE WHEN chat_id IS NOT NULL THEN chat_seq END, chat_no, place,
                     message_id, created_by, display_name, CAST(labels AS jsonb), template, request_id, request_hash,
                     CAST(spec AS jsonb), priority, cpu_millis, memory_mib, retry_of,
                     CASE WHEN hold IS NULL THEN 'QUEUED' ELSE 'HELD' END
                FROM opening
            ), waiting AS (
              INSERT INTO build_waiting (chat_no, place, build_id, tenant_id, project_id, priority, sort_key, boost, cpu_millis,
                                         memory_mib, hold, hold_until, expire_time)
              SELECT chat_no, place, build_id, tenant_id, project_id, priority, sort_key, boost, cpu_millis, memory_mib, hold,
                     hold_until, expire_time
                FROM opening
            ), better AS (
              UPDATE build_head head
                 SET sort_key = opening.best_key
                FROM opening
               WHERE opening.first
                 AND head.chat_no = opening.chat_no
                 AND head.sort_key > opening.best_key
            )
            INSERT INTO build_head (chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib, max_parallel, ready)
            SELECT chat_no, place, tenant_id, project_id, best_key, cpu_millis, memory_mib, max_parallel,
                   hold IS NULL AND NOT blocked
              FROM opening
             WHERE first
               AND NOT EXISTS (SELECT 1
                                 FROM build_head head
                                WHERE head.chat_no = opening.chat_no)
               AND (SELECT count(*)
                      FROM build_active active
                     WHERE active.chat_no = opening.chat_no) < max_parallel
            """)
        .uuids(opening -> opening.build().ref().id())
        .texts(opening -> opening.build().ref().tenant())
        .texts(opening -> opening.build().project())
        .texts(opening -> opening.build().slot().chat())
        .longs(opening -> opening.build().slot().sequence())
        .longs(opening -> opening.build().slot().chatNo())
        .longs(opening -> opening.build().slot().place())
        .texts(opening -> opening.build().messageId())
        .texts(opening -> opening.build().createdBy())
        .texts(opening -> opening.build().displayName())
        .texts(
            opening ->
                opening.build().labels().isEmpty() ? "{}" : json.text(opening.build().labels()))
        .texts(opening -> opening.build().spec().template())
        .texts(opening -> opening.build().requestId())
        .texts(opening -> opening.build().requestHash())
        .texts(opening -> json.text(opening.build().spec()))
        .ints(opening -> opening.build().priority().number())
        .ints(opening -> opening.build().resources().cpuMillis())
        .ints(opening -> opening.build().resources().memoryMib())
        .uuids(opening -> opening.build().retryOf())
        .longs(opening -> opening.build().sortKey())
        .flags(opening -> opening.build().sortKey() < opening.build().slot().worstKey())
        .texts(opening -> opening.build().hold() instanceof Hold hold ? hold.kind().name() : null)
        .times(opening -> opening.build().hold() instanceof Hold hold ? hold.until() : null)
        .times(opening -> opening.build().expireTime())
        .flags(Opening::first)
        .longs(Opening::bestKey)
        .ints(opening -> opening.build().slot().maxParallel())
        .flags(opening -> opening.build().slot().blocked())
        .update();
  }

  /**
   * Builds that were put in front of others are newer than these, so that these may lend them their
   * keys.
   */
  void lendBehind(Connection connection, List<NewBuild> builds) {
    over(
            connection,
            builds,
            """
            UPDATE build_waiting waiting
               SET boost = true
              FROM unnest(?, ?, ?) AS newer (chat_no, place, sort_key)
             WHERE waiting.chat_no = newer.chat_no
               AND waiting.place > newer.place
               AND waiting.sort_key < newer.sort_key
               AND NOT waiting.boost
            """)
        .longs(build -> build.slot().chatNo())
        .longs(build -> build.slot().place())
        .longs(NewBuild::sortKey)
        .update();
  }

  /** Which of these builds of the tenant there are, and where they stand. */
  List<Place> places(Connection connection, List<BuildRef> builds) {
    return over(
            connection,
            builds,
            """
            SELECT request.build_id, request.tenant_id, request.chat_no, request.place
              FROM build_request request
              JOIN unnest(?, ?) AS wanted (build_id, tenant_id)
                ON request.build_id = wanted.build_id
               AND request.tenant_id = wanted.tenant_id
             ORDER BY request.chat_no, request.place
            """)
        .uuids(BuildRef::id)
        .texts(BuildRef::tenant)
        .query(
            row ->
                new Place(
                    new BuildRef(row.getString("tenant_id"), uuid(row, "build_id")),
                    row.getLong("chat_no"),
                    row.getLong("place")));
  }

  /** Where a build stands. */
  record Place(BuildRef ref, long chatNo, long place) {}

  /** Locks those of these builds that wait. Blocks on it. */
  List<WaitingBuild> lock(Connection connection, List<Place> places) {
    return over(
            connection,
            places,
            """
            SELECT waiting.build_id, waiting.tenant_id, waiting.chat_no, waiting.place, waiting.priority, waiting.enqueue_time,
                   waiting.attempt, waiting.losses, waiting.last_sequence, waiting.hold, waiting.hold_until,
                   coalesce(waiting.hold_until <= now(), false) AS hold_over,
                   coalesce(waiting.expire_time <= now(), false) AS expired
              FROM build_waiting waiting
              JOIN unnest(?, ?) AS wanted (chat_no, place)
                ON waiting.chat_no = wanted.chat_no
               AND waiting.place = wanted.place
             ORDER BY waiting.chat_no, waiting.place
               FOR UPDATE OF waiting
            """)
        .longs(Place::chatNo)
        .longs(Place::place)
        .query(WaitingRepository::read);
  }

  private static WaitingBuild read(ResultSet row) throws SQLException {
    var hold = row.getString("hold");
    return new WaitingBuild(
        new BuildRef(row.getString("tenant_id"), uuid(row, "build_id")),
        row.getLong("chat_no"),
        row.getLong("place"),
        Priority.of(row.getInt("priority")),
        Objects.requireNonNull(instant(row, "enqueue_time")),
        row.getInt("attempt"),
        row.getInt("losses"),
        row.getLong("last_sequence"),
        hold == null
            ? null
            : new Hold(Hold.Kind.valueOf(hold), Objects.requireNonNull(instant(row, "hold_until"))),
        row.getBoolean("hold_over"),
        row.getBoolean("expired"));
  }

  /** Builds that end before they were leased. Heads are refreshed by the caller. */
  void end(Connection connection, List<WaitingChange> changes) {
    over(
            connection,
            changes,
            """
            WITH ending AS MATERIALIZED (
              SELECT *
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                  AS ending (chat_no, place, state, last_sequence, end_from, end_body, failure, cancel_reason, superseded_by)
            ), gone AS (
              DELETE FROM build_waiting waiting
               USING ending
               WHERE waiting.chat_no = ending.chat_no
                 AND waiting.place = ending.place
              RETURNING waiting.build_id, waiting.tenant_id, waiting.project_id, waiting.attempt, waiting.losses,
                        waiting.enqueue_time, waiting.first_start_time, waiting.resolved_commit, ending.*
            )
            INSERT INTO build_ended (build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, first_start_time,
                                     last_sequence, end_from, end_body, progress, failure, cancel_reason, superseded_by,
                                     resolved_commit)
            SELECT build_id, tenant_id, project_id, state, attempt, losses, enqueue_time, first_start_time,
                   last_sequence, end_from, CAST(end_body AS jsonb), 0, CAST(failure AS jsonb), cancel_reason, superseded_by,
                   resolved_commit
              FROM gone
            """)
        .longs(change -> change.before().chatNo())
        .longs(change -> change.before().place())
        .texts(change -> change.after().name().name())
        .longs(change -> change.before().lastSequence() + 1)
        .texts(change -> change.before().lifecycle().name().name())
        .texts(change -> json.text(change.event()))
        .texts(change -> json.textOrNull(change.end().failure()))
        .texts(change -> change.end().cancelReason())
        .uuids(change -> change.end().supersededBy())
        .update();
  }

  /**
   * Builds that go on waiting, with another hold or priority. A key that is better than one before
   * it may lend itself; one that got worse lets those behind it.
   */
  void update(Connection connection, List<WaitingChange> changes) {
    over(
            connection,
            changes,
            """
            WITH change AS MATERIALIZED (
              SELECT *
                FROM unnest(?, ?, ?, ?, ?, ?, ?)
                  AS change (chat_no, place, priority, sort_key, hold, hold_until, last_sequence)
            ), behind AS (
              UPDATE build_waiting waiting
                 SET boost = true
                FROM change
               WHERE waiting.chat_no = change.chat_no
                 AND waiting.place > change.place
                 AND waiting.sort_key < change.sort_key
                 AND NOT waiting.boost
            ), worst AS (
              UPDATE chat
                 SET worst_key = change.sort_key
                FROM change
               WHERE chat.chat_no = change.chat_no
                 AND chat.worst_key < change.sort_key
            )
            UPDATE build_waiting waiting
               SET priority = change.priority,
                   sort_key = change.sort_key,
                   boost = waiting.boost OR change.sort_key < waiting.sort_key,
                   hold = change.hold,
                   hold_until = change.hold_until,
                   last_sequence = change.last_sequence,
                   update_time = now()
              FROM change
             WHERE waiting.chat_no = change.chat_no
               AND waiting.place = change.place
            """)
        .longs(change -> change.before().chatNo())
        .longs(change -> change.before().place())
        .ints(change -> change.priority().number())
        .longs(change -> change.priority().sortKey(change.before().enqueueTime()))
        .texts(change -> change.after() instanceof Held held ? held.hold().kind().name() : null)
        .times(change -> change.after() instanceof Held held ? held.hold().until() : null)
        .longs(change -> change.before().lastSequence() + 1)
        .update();
  }

  /** Moves the end of the debounces of chats; no event, since nothing begins or ends by it. */
  int extendDebounces(Connection connection, long chatNo, Instant until) {
    return over(
            connection,
            List.of(chatNo),
            """
            UPDATE build_waiting waiting
               SET hold_until = debounce.until
              FROM unnest(?, ?) AS debounce (chat_no, until)
             WHERE waiting.chat_no = debounce.chat_no
               AND waiting.hold = 'DEBOUNCE'
            """)
        .longs(chat -> chat)
        .times(_ -> until)
        .update();
  }

  /** Builds that wait and whose hold or time to live is over, with their chats. */
  List<Due> due(Connection connection, int most) {
    return over(
            connection,
            List.of(most),
            """
            (SELECT build_id, tenant_id, false AS expired
               FROM build_waiting
              WHERE hold_until <= now()
              ORDER BY hold_until
              LIMIT (SELECT * FROM unnest(?)))
             UNION ALL
            (SELECT build_id, tenant_id, true AS expired
               FROM build_waiting
              WHERE expire_time <= now()
              ORDER BY expire_time
              LIMIT (SELECT * FROM unnest(?)))
            """)
        .ints(limit -> limit)
        .ints(limit -> limit)
        .query(
            row ->
                new Due(
                    new BuildRef(row.getString("tenant_id"), uuid(row, "build_id")),
                    row.getBoolean("expired")));
  }

  /** A build whose time has come. */
  record Due(BuildRef ref, boolean expired) {}
}
