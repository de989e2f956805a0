package dev.slipway.coordinator.quota;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sums for people: exact, however many rows that is. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface UsageRepository extends GenericRepository<QuotaRow, String> {

  // Each argument that is null leaves its condition out.
  @Query(
      """
      SELECT held.running, held.cpu_millis, held.memory_mib,
             (SELECT count(*)
                FROM build_waiting w
               WHERE (CAST(:tenantId AS text) IS NULL OR w.tenant_id = :tenantId)
                 AND (CAST(:projectId AS text) IS NULL OR w.project_id = :projectId)
                 AND (CAST(:chatNo AS bigint) IS NULL OR w.chat_no = :chatNo)) AS queued,
             (SELECT count(*)
                FROM build_request r
               WHERE (CAST(:tenantId AS text) IS NULL OR r.tenant_id = :tenantId)
                 AND (CAST(:projectId AS text) IS NULL OR r.project_id = :projectId)
                 AND (CAST(:chatNo AS bigint) IS NULL OR r.chat_no = :chatNo)
                 AND r.build_id >= :since
                 AND r.create_time > now() - interval '60 minutes') AS builds_per_hour,
             now() AS as_of_time
        FROM (SELECT count(*) AS running,
                     coalesce(sum(a.cpu_millis), 0) AS cpu_millis,
                     coalesce(sum(a.memory_mib), 0) AS memory_mib
                FROM build_active a
               WHERE (CAST(:tenantId AS text) IS NULL OR a.tenant_id = :tenantId)
                 AND (CAST(:projectId AS text) IS NULL OR a.project_id = :projectId)
                 AND (CAST(:chatNo AS bigint) IS NULL OR a.chat_no = :chatNo)) held
      """)
  UsageRow sum(
      @Nullable String tenantId, @Nullable String projectId, @Nullable Long chatNo, UUID since);

  /** Bytes of the tenant's sources and of what its builds made. */
  @Query(
      """
      SELECT CAST(coalesce((SELECT sum(s.size_bytes)
                              FROM source s
                             WHERE s.tenant_id = :tenantId), 0)
                + coalesce((SELECT sum(a.size_bytes)
                              FROM build_request r
                              JOIN artifact a ON a.build_id = r.build_id
                             WHERE r.tenant_id = :tenantId), 0) AS bigint)
      """)
  long storage(String tenantId);
}
