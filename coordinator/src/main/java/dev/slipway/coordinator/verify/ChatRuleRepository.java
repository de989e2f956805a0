package dev.slipway.coordinator.verify;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** Rules on the order within a chat. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ChatRuleRepository extends GenericRepository<CoordinatorRow, UUID> {

  @Query(
      """
      WITH broken AS (
        SELECT format('chat number %s has %s active builds in %s slots, of %s when the last was leased', chat_no, count(*),
                      count(DISTINCT slot), max(max_parallel)) AS words
          FROM build_active
         GROUP BY chat_no
        HAVING count(DISTINCT slot) < count(*)
            OR count(*) > max(max_parallel)
      )
      SELECT (SELECT count(*) FROM build_active) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding slots();

  // A chat is serial when it has one slot and nobody ever changed it. Times are those at which
  // their transactions began, and a
  // transaction may wait for a lock for 10 s before it does its work, so only what is further apart
  // is told by times; what is open
  // is told without them. A retry takes the place of a build that blocked its chat: where builds
  // run side by side, later ones may
  // have started before it.
  @Query(
      """
      WITH lease AS (
        SELECT build_id, min(lease_time) AS first_time
          FROM attempt
         GROUP BY build_id
      ), build AS (
        SELECT r.build_id, r.chat_no, r.place, l.first_time, e.end_time, c.serial,
               c.serial OR r.place % 256 = 0 AS goes_first
          FROM build_request r
          JOIN (SELECT chat_no, max_parallel = 1 AND update_time = create_time AS serial
                  FROM chat) c USING (chat_no)
          LEFT JOIN lease l USING (build_id)
          LEFT JOIN build_ended e USING (build_id)
      ), ordered AS (
        SELECT build_id, chat_no, first_time + interval '10s' AS latest, serial,
               max(first_time) FILTER (WHERE goes_first) OVER earlier AS lease_before,
               max(end_time) FILTER (WHERE goes_first AND first_time IS NULL) OVER earlier AS unleased_end_before,
               max(end_time) OVER earlier AS end_before,
               count(*) FILTER (WHERE goes_first AND first_time IS NULL AND end_time IS NULL) OVER earlier AS unleased_before,
               count(*) FILTER (WHERE end_time IS NULL) OVER earlier AS open_before
          FROM build
        WINDOW earlier AS (PARTITION BY chat_no ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
      ), broken AS (
        SELECT format('build %s of chat number %s was leased before an earlier one %s', build_id, chat_no,
                      CASE
                        WHEN unleased_before > 0 OR lease_before > latest THEN 'was'
                        WHEN unleased_end_before > latest THEN 'was given up'
                        ELSE 'had ended'
                      END) AS words
          FROM ordered
         WHERE latest IS NOT NULL
           AND (unleased_before > 0
                OR lease_before > latest
                OR unleased_end_before > latest
                OR serial AND (open_before > 0 OR end_before > latest))
      )
      SELECT (SELECT count(*) FROM ordered WHERE latest IS NOT NULL) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding fifoStarts();

  @Query(
      """
      WITH seen AS (
        SELECT chat_no, count(DISTINCT chat_seq) AS count, max(chat_seq) AS last, count(*) FILTER (WHERE place / 256 <> chat_seq) AS elsewhere
          FROM build_request
         WHERE chat_id IS NOT NULL
         GROUP BY chat_no
      ), broken AS (
        SELECT format('chat %s of tenant %s gave %s numbers, and its builds have %s up to %s; %s are at places of others', c.chat_id,
                      c.tenant_id, c.last_seq, coalesce(s.count, 0), coalesce(s.last, 0), coalesce(s.elsewhere, 0)) AS words
          FROM chat c
          LEFT JOIN seen s USING (chat_no)
         WHERE c.last_seq <> coalesce(s.count, 0)
            OR c.last_seq <> coalesce(s.last, 0)
            OR s.elsewhere > 0
      )
      SELECT (SELECT count(*) FROM chat) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding chatSequence();

  @Query(
      """
      WITH broken AS (
        SELECT format('chat %s of tenant %s is blocked by %s, which is %s', c.chat_id, c.tenant_id, c.blocked_by,
                      coalesce(CASE WHEN r.chat_no <> c.chat_no THEN 'of another chat' ELSE e.state END, 'no ended build')) AS words
          FROM chat c
          LEFT JOIN build_request r ON r.build_id = c.blocked_by
          LEFT JOIN build_ended e ON e.build_id = c.blocked_by
         WHERE c.blocked_by IS NOT NULL
           AND (r.chat_no = c.chat_no AND e.state = 'FAILED') IS NOT TRUE
      )
      SELECT (SELECT count(*) FROM chat WHERE blocked_by IS NOT NULL) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding blockedByItsFailure();
}
