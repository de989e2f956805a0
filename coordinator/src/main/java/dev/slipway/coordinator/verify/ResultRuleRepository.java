package dev.slipway.coordinator.verify;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** Rules on what builds leave behind. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ResultRuleRepository extends GenericRepository<CoordinatorRow, UUID> {

  @Query(
      """
      WITH broken AS (
        SELECT format('the preview of chat %s of tenant %s shows build %s, which is %s', p.chat_id, p.tenant_id, p.build_id,
                      CASE
                        WHEN (r.tenant_id, r.chat_id) IS DISTINCT FROM (p.tenant_id, p.chat_id) THEN 'of another chat'
                        WHEN e.state IS NULL THEN 'not ended'
                        WHEN e.state <> 'SUCCEEDED' THEN e.state
                        ELSE 'without a site'
                      END) AS words
          FROM preview p
          LEFT JOIN build_request r USING (build_id)
          LEFT JOIN build_ended e USING (build_id)
          LEFT JOIN artifact a ON a.build_id = p.build_id AND a.site
         WHERE (r.tenant_id, r.chat_id) IS DISTINCT FROM (p.tenant_id, p.chat_id)
            OR e.state IS DISTINCT FROM 'SUCCEEDED'
            OR a.build_id IS NULL
      )
      SELECT (SELECT count(*) FROM preview) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding previewPointsToSuccess();

  @Query(
      """
      WITH chunk AS (
        SELECT build_id, log_offset, raw_size AS length,
               lag(log_offset + raw_size, 1, CAST(0 AS bigint)) OVER (PARTITION BY build_id ORDER BY log_offset) AS end_before
          FROM log_chunk
      ), output AS (
        SELECT build_id, log_base, log_size,
               lag(log_base + log_size, 1, CAST(0 AS bigint)) OVER (PARTITION BY build_id ORDER BY attempt) AS end_before
          FROM attempt_output
      ), broken AS (
        SELECT format('a chunk of the log of build %s begins at %s, and the one before ends at %s', build_id, log_offset, end_before) AS words
          FROM chunk
         WHERE log_offset <> end_before
         UNION ALL
        SELECT format('an attempt''s output of build %s begins at %s, and the one before ends at %s', build_id, log_base, end_before)
          FROM output
         WHERE log_base <> end_before
         UNION ALL
        SELECT format('the log of build %s has %s bytes, and its attempts wrote %s', build_id, coalesce(c.length, 0), coalesce(o.log_size, 0))
          FROM (SELECT build_id, sum(length) AS length FROM chunk GROUP BY build_id) c
          FULL JOIN (SELECT build_id, sum(log_size) AS log_size FROM output GROUP BY build_id) o USING (build_id)
         WHERE coalesce(c.length, 0) <> coalesce(o.log_size, 0)
           -- Too old to be kept.
           AND (c.length IS NOT NULL OR day_of_id(build_id) NOT IN (SELECT day FROM log_dropped))
      )
      SELECT (SELECT count(*) FROM chunk) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding logChunksTouch();
}
