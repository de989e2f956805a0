package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.queue.pause.Pause;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages of dead letters. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeadLetterRepository extends GenericRepository<Pause, String> {

  /** Which build, and since when it is a dead letter: the key of the list's order. */
  @Introspected
  record DeadLetter(String tenantId, UUID buildId, Instant deadLetterTime) {}

  @Query(
      """
      SELECT tenant_id, build_id, dead_letter_time
        FROM build_ended
       WHERE dead_letter_time IS NOT NULL
         AND (CAST(:tenantId AS text) IS NULL OR tenant_id = :tenantId)
         AND (CAST(:afterTime AS timestamptz) IS NULL
              OR (dead_letter_time, build_id) > (CAST(:afterTime AS timestamptz), CAST(:afterBuild AS uuid)))
       ORDER BY dead_letter_time, build_id
       LIMIT :most
      """)
  List<DeadLetter> oldest(
      @Nullable String tenantId, @Nullable Instant afterTime, @Nullable UUID afterBuild, int most);

  /**
   * Whether it failed because its last attempt was lost, as every dead letter did, and was not
   * requeued: with no mark, it was discarded.
   */
  @Query(
      """
      SELECT EXISTS (SELECT 1
                       FROM build_ended
                      WHERE tenant_id = :tenantId
                        AND build_id = :buildId
                        AND state = 'FAILED'
                        AND end_from <> 'STOPPING'
                        AND end_body ->> 'kind' = 'ATTEMPT_GONE'
                        AND requeued_as IS NULL)
      """)
  boolean wasDiscarded(String tenantId, UUID buildId);
}
