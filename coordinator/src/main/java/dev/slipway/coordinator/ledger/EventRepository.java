package dev.slipway.coordinator.ledger;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The view {@code event}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface EventRepository extends GenericRepository<StoredEvent, UUID> {

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
