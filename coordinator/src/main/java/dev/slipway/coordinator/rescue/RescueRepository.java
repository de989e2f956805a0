package dev.slipway.coordinator.rescue;

import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The active attempts and their ages, by the database's clock. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RescueRepository extends GenericRepository<BuildRecord, UUID> {

  /**
   * An attempt that holds its build.
   *
   * @param leasedMillis since its lease
   * @param runningMillis since its runner's Hello; 0 before
   * @param quietMillis since the build's last event
   */
  @Introspected
  record ActiveAttempt(
      String tenantId,
      UUID buildId,
      UUID attemptUid,
      UUID coordinatorId,
      StateName state,
      long timeoutMillis,
      long leasedMillis,
      long runningMillis,
      long quietMillis) {}

  @Query(
      """
      SELECT build.tenant_id,
             build.build_id,
             attempt.attempt_uid,
             attempt.coordinator_id,
             build.state,
             CAST(build.spec ->> 'timeoutMillis' AS bigint) AS timeout_millis,
             CAST(1000 * extract(epoch FROM now() - attempt.lease_time) AS bigint) AS leased_millis,
             CAST(1000 * coalesce(extract(epoch FROM now() - attempt.start_time), 0) AS bigint) AS running_millis,
             CAST(1000 * extract(epoch FROM now() - build.update_time) AS bigint) AS quiet_millis
        FROM build
        JOIN attempt
          ON attempt.build_id = build.build_id
         AND attempt.attempt_uid = build.attempt_uid
       WHERE build.state IN ('STARTING', 'RUNNING', 'STOPPING')
       ORDER BY build.build_id
      """)
  List<ActiveAttempt> active();
}
