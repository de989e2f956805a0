package dev.slipway.coordinator.verify;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** Rules on which phase a build is in. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface PhaseRuleRepository extends GenericRepository<CoordinatorRow, UUID> {

  @Query(
      """
      WITH phase AS (
        SELECT build_id, 'waiting' AS phase
          FROM build_waiting
         UNION ALL
        SELECT build_id, 'active'
          FROM build_active
         UNION ALL
        SELECT build_id, 'ended'
          FROM build_ended
      ), broken AS (
        SELECT format('build %s is in %s', build_id, coalesce(p.phases, 'no phase'))
               || CASE WHEN r.chat_no IS NULL THEN ' and was never requested' ELSE '' END AS words
          FROM build_request r
          FULL JOIN (SELECT build_id, string_agg(phase, ' and ' ORDER BY phase) AS phases, count(*) AS count
                       FROM phase
                      GROUP BY build_id) p USING (build_id)
         WHERE r.chat_no IS NULL
            OR p.count IS DISTINCT FROM 1
      )
      SELECT (SELECT count(*) FROM build_request) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding onePhasePerBuild();

  @Query(
      """
      WITH phase AS (
        SELECT build_id, 'waiting' AS phase, tenant_id, project_id, chat_no, place
          FROM build_waiting
         UNION ALL
        SELECT build_id, 'active', tenant_id, project_id, chat_no, place
          FROM build_active
         UNION ALL
        SELECT e.build_id, 'ended', e.tenant_id, e.project_id, r.chat_no, r.place
          FROM build_ended e
          JOIN build_request r USING (build_id)
      ), broken AS (
        SELECT format('build %s is %s as tenant %s, project %s, chat number %s, place %s and was requested as %s, %s, %s, %s', build_id,
                      p.phase, p.tenant_id, p.project_id, p.chat_no, p.place, r.tenant_id, r.project_id, r.chat_no, r.place) AS words
          FROM phase p
          JOIN build_request r USING (build_id)
         WHERE p.tenant_id <> r.tenant_id
            OR p.project_id <> r.project_id
            OR p.chat_no <> r.chat_no
            OR p.place <> r.place
      )
      SELECT (SELECT count(*) FROM phase) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding phaseLikeItsRequest();

  @Query(
      """
      WITH broken AS (
        SELECT format('tenant %s has %s builds of request_id %s', tenant_id, count(*), request_id) AS words
          FROM build_request
         WHERE request_id IS NOT NULL
         GROUP BY tenant_id, request_id
        HAVING count(*) > 1
      )
      SELECT (SELECT count(*) FROM build_request WHERE request_id IS NOT NULL) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding requestOnce();

  // A failure names its reason; which reasons are the platform's fault is the domain's word.
  @Query(
      """
      WITH broken AS (
        SELECT CASE
                 WHEN e.dead_letter_time IS NULL
                 THEN format('build %s was requeued as %s, which does not retry it', e.build_id, e.requeued_as)
                 ELSE format('build %s is a dead letter, and it is %s for %s', e.build_id, e.state, e.failure ->> 'reason')
               END AS words
          FROM build_ended e
          LEFT JOIN build_request r ON r.build_id = e.requeued_as
         WHERE e.dead_letter_time IS NOT NULL
           AND (e.state <> 'FAILED' OR (e.failure ->> 'reason' = ANY (string_to_array(:platformReasons, ','))) IS NOT TRUE)
            OR e.requeued_as IS NOT NULL
           AND r.retry_of IS DISTINCT FROM e.build_id
      )
      SELECT (SELECT count(*) FROM build_ended WHERE dead_letter_time IS NOT NULL OR requeued_as IS NOT NULL) AS checked,
             (SELECT count(*) FROM broken) AS violations,
             array_to_string(ARRAY(SELECT words FROM broken ORDER BY words LIMIT 20), chr(10)) AS examples
      """)
  Finding deadLetterMark(String platformReasons);
}
