package dev.slipway.coordinator.verify;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** Rules on the heads of chats: all that dispatch looks at. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface HeadRuleRepository extends GenericRepository<CoordinatorRow, UUID> {

  @Query(
      """
      WITH broken AS (
        SELECT format('the head of chat number %s has place %s, and the first that waits has %s', h.chat_no, h.place,
                      coalesce(CAST(first.place AS text), 'none')) AS words
          FROM build_head h
          LEFT JOIN (SELECT chat_no, min(place) AS place
                       FROM build_waiting
                      GROUP BY chat_no) first USING (chat_no)
         WHERE h.place IS DISTINCT FROM first.place
      )
      SELECT (SELECT count(*) FROM build_head) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding headIsFirst();

  // A build without a chat has no row there, and one place.
  @Query(
      """
      WITH broken AS (
        SELECT format('the head of chat number %s has %s, %s, %s m CPU, %s MiB, %s in parallel; its build has %s, %s, %s m CPU, %s MiB, %s',
                      h.chat_no, h.tenant_id, h.project_id, h.cpu_millis, h.memory_mib, h.max_parallel,
                      w.tenant_id, w.project_id, w.cpu_millis, w.memory_mib, coalesce(c.max_parallel, 1)) AS words
          FROM build_head h
          JOIN build_waiting w USING (chat_no, place)
          LEFT JOIN chat c USING (chat_no)
         WHERE (h.tenant_id, h.project_id, h.cpu_millis, h.memory_mib, h.max_parallel)
               <> (w.tenant_id, w.project_id, w.cpu_millis, w.memory_mib, coalesce(c.max_parallel, 1))
      )
      SELECT (SELECT count(*) FROM build_head) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding headLikeItsBuild();

  @Query(
      """
      WITH waiting AS (
        SELECT chat_no, count(*) AS count
          FROM build_waiting
         GROUP BY chat_no
      ), active AS (
        SELECT chat_no, count(*) AS count
          FROM build_active
         GROUP BY chat_no
      ), broken AS (
        SELECT format('chat number %s has %s: %s wait, %s of %s are active', chat_no,
                      CASE WHEN h.place IS NULL THEN 'no head' ELSE 'a head' END,
                      coalesce(w.count, 0), coalesce(a.count, 0), coalesce(c.max_parallel, 1)) AS words
          FROM waiting w
          FULL JOIN build_head h USING (chat_no)
          LEFT JOIN active a USING (chat_no)
          LEFT JOIN chat c USING (chat_no)
         WHERE (h.place IS NOT NULL) <> (w.count IS NOT NULL AND coalesce(a.count, 0) < coalesce(c.max_parallel, 1))
      )
      SELECT (SELECT count(*) FROM waiting) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding headWhereOneCanStart();

  @Query(
      """
      WITH broken AS (
        SELECT format('the head of chat number %s has the key %s, and the best of its chat is %s', h.chat_no, h.sort_key, best.sort_key) AS words
          FROM build_head h
          JOIN (SELECT chat_no, min(sort_key) AS sort_key
                  FROM build_waiting
                 GROUP BY chat_no) best USING (chat_no)
         WHERE h.sort_key <> best.sort_key
      )
      SELECT (SELECT count(*) FROM build_head) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding headKeyIsBest();

  @Query(
      """
      WITH broken AS (
        SELECT format('the head of chat number %s is %s, its build is %s, its chat is %s', h.chat_no,
                      CASE WHEN h.ready THEN 'ready' ELSE 'not ready' END,
                      CASE WHEN w.hold IS NULL THEN 'QUEUED' ELSE 'HELD' END,
                      CASE WHEN c.blocked_by IS NULL THEN 'not blocked' ELSE 'blocked' END) AS words
          FROM build_head h
          JOIN build_waiting w USING (chat_no, place)
          LEFT JOIN chat c USING (chat_no)
         WHERE h.ready <> (w.hold IS NULL AND c.blocked_by IS NULL)
      )
      SELECT (SELECT count(*) FROM build_head) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding headReady();
}
