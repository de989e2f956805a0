package dev.slipway.coordinator.tenant;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import org.jspecify.annotations.Nullable;

/** The head of one chat; the caller holds the chat's row lock. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface HeadRepository extends GenericRepository<ChatRow, Long> {

  // A statement of its own, so that the next one sees what a lease that was on its way did.
  @Query(
      """
      SELECT place
        FROM build_head
       WHERE chat_no = :chatNo
         FOR UPDATE
      """)
  @Nullable Long lock(long chatNo);

  @Query(
      """
      DELETE FROM build_head
       WHERE chat_no = :chatNo
         AND (SELECT count(*) FROM build_active a WHERE a.chat_no = :chatNo)
             >= (SELECT max_parallel FROM chat c WHERE c.chat_no = :chatNo)
      """)
  void removeWithoutSlot(long chatNo);

  @Query(
      """
      INSERT INTO build_head AS h (chat_no, place, tenant_id, project_id, sort_key, cpu_millis, memory_mib,
                                   max_parallel, ready)
      SELECT w.chat_no, w.place, w.tenant_id, w.project_id,
             least(w.sort_key, (SELECT min(b.sort_key)
                                  FROM build_waiting b
                                 WHERE b.chat_no = w.chat_no
                                   AND b.boost)),
             w.cpu_millis, w.memory_mib, c.max_parallel, w.hold IS NULL AND c.blocked_by IS NULL
        FROM chat c
        JOIN build_waiting w ON w.chat_no = c.chat_no
       WHERE c.chat_no = :chatNo
         AND c.max_parallel > (SELECT count(*) FROM build_active a WHERE a.chat_no = c.chat_no)
       ORDER BY w.place
       LIMIT 1
      ON CONFLICT (chat_no) DO UPDATE
         SET max_parallel = EXCLUDED.max_parallel,
             ready = EXCLUDED.ready,
             ready_time = CASE WHEN h.ready THEN h.ready_time ELSE now() END
      """)
  void put(long chatNo);
}
