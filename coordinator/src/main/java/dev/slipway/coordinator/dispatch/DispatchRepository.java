package dev.slipway.coordinator.dispatch;

import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** What dispatch reads, under its lock. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DispatchRepository extends GenericRepository<BuildRecord, UUID> {

  /** One decision at a time, whoever makes it: held until the transaction ends. Blocks. */
  @Query("SELECT CAST(pg_advisory_xact_lock(:key) AS text)")
  String lock(long key);

  @Query(
      """
      SELECT count(*)
        FROM build
       WHERE state IN ('STARTING', 'RUNNING', 'STOPPING')
      """)
  int active();

  // The heads of chats, oldest first, each row locked: no SKIP LOCKED, which would pass over a head
  // that is being cancelled and could start the one behind it.
  @Query(
      """
      SELECT *
        FROM build
       WHERE state = 'QUEUED'
         AND NOT EXISTS (SELECT 1
                           FROM build earlier
                          WHERE earlier.tenant_id = build.tenant_id
                            AND earlier.chat_id = build.chat_id
                            AND earlier.chat_seq < build.chat_seq
                            AND earlier.end_time IS NULL)
       ORDER BY create_time, build_id
       LIMIT :most
         FOR UPDATE
      """)
  List<BuildRecord> heads(int most);
}
