package dev.slipway.coordinator.verify;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** Rules on what happened to a build. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface EventRuleRepository extends GenericRepository<CoordinatorRow, UUID> {

  @Query(
      """
      WITH numbered AS (
        SELECT build_id, sequence, row_number() OVER (PARTITION BY build_id ORDER BY sequence) AS expected
          FROM event
      ), seen AS (
        SELECT build_id, count(*) AS count, max(sequence) AS last, min(expected) FILTER (WHERE sequence <> expected) AS missing
          FROM numbered
         GROUP BY build_id
      ), broken AS (
        SELECT format('build %s has events up to %s, and %s is its last', build_id, s.last, coalesce(CAST(b.last_sequence AS text), 'none'))
               || CASE WHEN s.missing IS NULL THEN '' ELSE format('; the one in place %s has another number', s.missing) END AS words
          FROM build b
          LEFT JOIN seen s USING (build_id)
         WHERE s.missing IS NOT NULL
            OR s.last IS DISTINCT FROM b.last_sequence
      )
      SELECT (SELECT coalesce(sum(count), 0) FROM seen) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding eventsGapless();

  // The edges of docs/lifecycle.md; a state goes to itself when an event only tells something.
  @Query(
      """
      WITH step AS (
        SELECT build_id, sequence, state_before, state, lag(state) OVER (PARTITION BY build_id ORDER BY sequence) AS left_as
          FROM event
      ), allowed (state_before, state) AS (
        VALUES ('HELD', 'HELD'), ('HELD', 'QUEUED'), ('HELD', 'FAILED'), ('HELD', 'CANCELLED'),
               ('QUEUED', 'QUEUED'), ('QUEUED', 'HELD'), ('QUEUED', 'STARTING'), ('QUEUED', 'FAILED'), ('QUEUED', 'CANCELLED'),
               ('STARTING', 'STARTING'), ('STARTING', 'RUNNING'), ('STARTING', 'STOPPING'), ('STARTING', 'QUEUED'),
               ('STARTING', 'HELD'), ('STARTING', 'FAILED'),
               ('RUNNING', 'RUNNING'), ('RUNNING', 'STOPPING'), ('RUNNING', 'QUEUED'), ('RUNNING', 'HELD'),
               ('RUNNING', 'SUCCEEDED'), ('RUNNING', 'FAILED'),
               ('STOPPING', 'STOPPING'), ('STOPPING', 'QUEUED'), ('STOPPING', 'HELD'), ('STOPPING', 'FAILED'), ('STOPPING', 'CANCELLED')
      ), broken AS (
        SELECT CASE
                 WHEN step.state_before IS DISTINCT FROM step.left_as
                 THEN format('event %s of build %s begins in %s, and the one before ended in %s', step.sequence, step.build_id,
                             coalesce(step.state_before, 'nothing'), coalesce(step.left_as, 'nothing'))
                 ELSE format('event %s of build %s goes from %s to %s', step.sequence, step.build_id, step.state_before, step.state)
               END AS words
          FROM step
          LEFT JOIN allowed USING (state_before, state)
         WHERE step.state_before IS DISTINCT FROM step.left_as
            OR step.state_before IS NOT NULL AND allowed.state IS NULL
      )
      SELECT (SELECT count(*) FROM event) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding eventsArePath();

  @Query(
      """
      WITH told AS (
        SELECT build_id, max(sequence) AS last, count(*) FILTER (WHERE ends) AS ends, max(sequence) FILTER (WHERE ends) AS end_sequence
          FROM (SELECT build_id, sequence, state IN ('SUCCEEDED', 'FAILED', 'CANCELLED') AS ends
                  FROM event) event
         GROUP BY build_id
      ), broken AS (
        SELECT format('build %s ended %s times, first or last with event %s of %s', build_id, ends, end_sequence, last) AS words
          FROM told
         WHERE ends > 1
            OR end_sequence < last
      )
      SELECT (SELECT count(*) FROM build_ended) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding oneEnd();

  @Query(
      """
      WITH numbered AS (
        SELECT build_id, attempt, row_number() OVER (PARTITION BY build_id ORDER BY attempt) AS expected
          FROM attempt
      ), seen AS (
        SELECT build_id, count(*) AS count, bool_or(attempt <> expected) AS gap
          FROM numbered
         GROUP BY build_id
      ), broken AS (
        SELECT format('build %s is at attempt %s, and %s are stored%s', build_id, b.attempt, coalesce(s.count, 0),
                      CASE WHEN s.gap THEN ', not numbered 1, 2, 3 …' ELSE '' END) AS words
          FROM build b
          LEFT JOIN seen s USING (build_id)
         WHERE b.attempt <> coalesce(s.count, 0)
            OR s.gap
      )
      SELECT (SELECT coalesce(sum(count), 0) FROM seen) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding attemptsCount();
}
