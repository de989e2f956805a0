package dev.slipway.coordinator.ledger;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code event}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface EventRepository extends GenericRepository<StoredEvent, UUID> {

  @Query(
      """
      INSERT INTO event (build_id, sequence, attempt, state_before, state, progress, body)
      VALUES (:buildId, :sequence, :attempt, :stateBefore, :state, :progress, CAST(:body AS jsonb))
      """)
  void append(
      UUID buildId,
      long sequence,
      int attempt,
      @Nullable String stateBefore,
      String state,
      int progress,
      String body);

  @Query(
      """
      SELECT *
        FROM event
       WHERE build_id = :buildId
         AND sequence > :afterSequence
       ORDER BY sequence
       LIMIT :most
      """)
  List<StoredEvent> after(UUID buildId, long afterSequence, int most);
}
