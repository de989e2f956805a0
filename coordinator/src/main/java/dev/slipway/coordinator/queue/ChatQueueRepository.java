package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.queue.pause.Pause;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The builds of one chat, by the index of its places. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ChatQueueRepository extends GenericRepository<Pause, String> {

  @Query(
      """
      SELECT build_id
        FROM build_waiting
       WHERE chat_no = :chatNo
       ORDER BY place
       LIMIT :most
      """)
  List<UUID> pending(long chatNo, int most);

  @Query(
      """
      SELECT count(*)
        FROM build_waiting
       WHERE chat_no = :chatNo
      """)
  long countPending(long chatNo);

  @Query(
      """
      SELECT build_id
        FROM build_active
       WHERE chat_no = :chatNo
       ORDER BY place
       LIMIT :most
      """)
  List<UUID> running(long chatNo, int most);

  // By place and not by end: that order has an index, and differs only where builds overlap.
  @Query(
      """
      SELECT request.build_id
        FROM build_request request
        JOIN build_ended ended
          ON ended.build_id = request.build_id
       WHERE request.chat_no = :chatNo
       ORDER BY request.place DESC
       LIMIT :most
      """)
  List<UUID> recent(long chatNo, int most);

  @Query(
      """
      SELECT blocked_by
        FROM chat
       WHERE chat_no = :chatNo
      """)
  @Nullable UUID blockedBy(long chatNo);
}
