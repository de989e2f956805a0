package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;

/** The table {@code build_head}: what may be leased, and the way from there. */
@Singleton
class HeadRepository extends BatchRepository {

  /** Locks heads, so that no lease takes what is about to change. Before the builds that wait. */
  Reading<Boolean> lock(Connection connection, List<Long> chats) {
    return over(
            connection,
            chats,
            """
            SELECT 1
              FROM build_head
             WHERE chat_no = ANY (?)
             ORDER BY chat_no
               FOR UPDATE
            """)
        .longs(chat -> chat)
        .reading(_ -> true);
  }

  /** Heads become attempts. One that is no ready head any more is left out of the answer. */
  List<Leased> lease(Connection connection, List<NewLease> leases, UUID coordinator) {
    return over(
            connection,
            leases,
            """
            WITH chosen AS MATERIALIZED (
              SELECT *
                FROM unnest(?, ?, ?, ?, ?, ?) AS chosen (chat_no, place, parallel, attempt_uid, token_hash, coordinator_id)
            ), gone AS (
              DELETE FROM build_head head
               USING chosen
               WHERE head.chat_no = chosen.chat_no
                 AND head.place = chosen.place
                 AND head.ready
                 -- Else its chat became parallel just now and is not locked: it waits for the next look.
                 AND (chosen.parallel OR head.max_parallel = 1)
              RETURNING head.chat_no, head.place, head.max_parallel, chosen.attempt_uid, chosen.token_hash, chosen.coordinator_id
            ), taken AS (
              DELETE FROM build_waiting waiting
               USING gone
               WHERE waiting.chat_no = gone.chat_no
                 AND waiting.place = gone.place
              RETURNING waiting.*, gone.max_parallel, gone.attempt_uid, gone.token_hash, gone.coordinator_id
            )
            INSERT INTO build_active (build_id, chat_no, place, tenant_id, project_id, slot, max_parallel, state, attempt, losses,
                                      attempt_uid, token_hash, coordinator_id, priority, sort_key, cpu_millis, memory_mib,
                                      enqueue_time, first_start_time, lease_sequence, last_sequence, resolved_commit,
                                      expire_time)
            SELECT build_id, chat_no, place, tenant_id, project_id,
                   CASE WHEN max_parallel = 1 THEN 0
                        ELSE (SELECT min(free.number)
                                FROM generate_series(0, max_parallel - 1) AS free (number)
                               WHERE NOT EXISTS (SELECT 1
                                                   FROM build_active other
                                                  WHERE other.chat_no = taken.chat_no
                                                    AND other.slot = free.number)) END,
                   max_parallel, 'STARTING', attempt + 1, losses, attempt_uid, token_hash, coordinator_id, priority, sort_key,
                   cpu_millis, memory_mib, enqueue_time, first_start_time, last_sequence + 1, last_sequence + 1,
                   resolved_commit, expire_time
              FROM taken
            RETURNING build_id, tenant_id, chat_no, attempt, attempt_uid
            """)
        .longs(NewLease::chatNo)
        .longs(NewLease::place)
        .flags(NewLease::parallel)
        .uuids(NewLease::attemptUid)
        .bytes(NewLease::tokenHash)
        .uuids(_ -> coordinator)
        .query(
            row ->
                new Leased(
                    new BuildRef(row.getString("tenant_id"), uuid(row, "build_id")),
                    row.getLong("chat_no"),
                    row.getInt("attempt"),
                    uuid(row, "attempt_uid")));
  }

  /**
   * Makes the heads of chats what they should be, whatever they are: the first build that waits, if
   * a slot is free; ready unless it is held or the chat is blocked; with the best key that waits in
   * the chat. Chats and heads are locked. Safe to repeat.
   */
  void refresh(Connection connection, List<Long> chats) {
    var distinct = chats.stream().distinct().sorted().toList();
    // What is wrong goes first, in a statement of its own: the next one may put another there.
    over(
            connection,
            distinct,
            """
            DELETE FROM build_head head
             USING unnest(?) AS wanted (chat_no)
             WHERE head.chat_no = wanted.chat_no
               AND (head.place IS DISTINCT FROM (SELECT waiting.place
                                                   FROM build_waiting waiting
                                                  WHERE waiting.chat_no = head.chat_no
                                                  ORDER BY waiting.chat_no, waiting.place
                                                  LIMIT 1)
                 OR (SELECT count(*)
                       FROM build_active active
                      WHERE active.chat_no = head.chat_no)
                    >= coalesce((SELECT max_parallel
                                   FROM chat
                                  WHERE chat.chat_no = head.chat_no), 1))
            """)
        .longs(chat -> chat)
        .update();
    over(
            connection,
            distinct,
            """
            INSERT INTO build_head AS head
                   (chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib, max_parallel, ready)
            SELECT first.chat_no, first.place, first.tenant_id, first.project_id,
                   least(first.sort_key,
                         (SELECT behind.sort_key
                            FROM build_waiting behind
                           WHERE behind.boost
                             AND behind.chat_no = first.chat_no
                             AND behind.place > first.place
                           ORDER BY behind.chat_no, behind.sort_key
                           LIMIT 1)),
                   first.cpu_millis, first.memory_mib, coalesce(chat.max_parallel, 1),
                   first.hold IS NULL AND chat.blocked_by IS NULL
              FROM unnest(?) AS wanted (chat_no)
              LEFT JOIN chat
                ON chat.chat_no = wanted.chat_no
             CROSS JOIN LATERAL (SELECT *
                                   FROM build_waiting waiting
                                  WHERE waiting.chat_no = wanted.chat_no
                                  ORDER BY waiting.chat_no, waiting.place
                                  LIMIT 1) first
             WHERE (SELECT count(*)
                      FROM build_active active
                     WHERE active.chat_no = wanted.chat_no) < coalesce(chat.max_parallel, 1)
            ON CONFLICT (chat_no) DO UPDATE
               SET sort_key = excluded.sort_key,
                   max_parallel = excluded.max_parallel,
                   ready = excluded.ready,
                   ready_time = CASE WHEN head.ready THEN head.ready_time ELSE excluded.ready_time END
            """)
        .longs(chat -> chat)
        .update();
  }
}
