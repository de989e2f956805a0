package dev.slipway.coordinator.rescue;

import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.BuildRecord;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The active attempts and their ages, by the database's clock. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RescueRepository extends GenericRepository<BuildRecord, UUID> {

  /**
   * An attempt that holds its build.
   *
   * @param machine of the coordinator that leased it, with its pid and birth; null when that run
   *     has ended and said so
   * @param silentMillis since that coordinator's last beat
   * @param startupTimeoutMillis the build's own; 0: the coordinator's
   * @param connGen streams of its runner so far; 0: it has not claimed the attempt
   * @param unheardMillis since its runner was last heard, or, when that is later, since the first
   *     coordinator could hear it again after an outage of all
   * @param leasedMillis since its lease
   * @param runningMillis since its runner's Hello; 0 before
   * @param quietMillis since the build's last event
   * @param drained the scope of a pause that wants its slot back; null: none does
   */
  @Introspected
  record ActiveAttempt(
      String tenantId,
      UUID buildId,
      UUID attemptUid,
      UUID coordinatorId,
      @Nullable String machine,
      @Nullable Long pid,
      @Nullable Instant birthTime,
      @Nullable Long silentMillis,
      StateName state,
      long timeoutMillis,
      long startupTimeoutMillis,
      int connGen,
      long unheardMillis,
      long leasedMillis,
      long runningMillis,
      long quietMillis,
      @Nullable String drained) {}

  @Query(
      """
      SELECT active.tenant_id,
             active.build_id,
             active.attempt_uid,
             active.coordinator_id,
             coordinator.machine,
             coordinator.pid,
             coordinator.birth_time,
             CAST(1000 * extract(epoch FROM now() - coordinator.beat_time) AS bigint) AS silent_millis,
             active.state,
             CAST(request.spec ->> 'timeoutMillis' AS bigint) AS timeout_millis,
             coalesce(CAST(request.spec ->> 'startupTimeoutMillis' AS bigint), 0) AS startup_timeout_millis,
             active.conn_gen,
             CAST(1000 * extract(epoch FROM now() - greatest(active.start_time, active.lease_time, renewal.renew_time,
                                                             health.healthy_since)) AS bigint) AS unheard_millis,
             CAST(1000 * extract(epoch FROM now() - active.lease_time) AS bigint) AS leased_millis,
             CAST(1000 * coalesce(extract(epoch FROM now() - active.start_time), 0) AS bigint) AS running_millis,
             CAST(1000 * extract(epoch FROM now() - active.update_time) AS bigint) AS quiet_millis,
             (SELECT pause.scope
                FROM pause
               WHERE pause.mode = 'DRAIN'
                 AND (pause.until_time IS NULL OR pause.until_time > now())
                 AND (pause.tenant_id IS NULL
                      OR pause.tenant_id = active.tenant_id
                         AND (pause.project_id IS NULL OR pause.project_id = active.project_id)
                         AND (pause.chat_no IS NULL OR pause.chat_no = active.chat_no))
               ORDER BY pause.scope
               LIMIT 1) AS drained
        FROM build_active active
        JOIN build_request request USING (build_id)
        LEFT JOIN coordinator USING (coordinator_id)
        LEFT JOIN lease_renewal renewal
          ON renewal.build_id = active.build_id
        LEFT JOIN control_plane health
          ON health.only_one
       ORDER BY active.build_id
      """)
  List<ActiveAttempt> active();
}
