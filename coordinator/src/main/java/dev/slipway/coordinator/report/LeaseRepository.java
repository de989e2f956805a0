package dev.slipway.coordinator.report;

import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The table {@code lease_renewal}. */
@Singleton
class LeaseRepository extends BatchRepository {

  /** An attempt whose runner was heard on its stream of this number. */
  record Heard(UUID build, UUID attemptUid, int connGen) {}

  /** Writes down that these runners live; the builds of those whose stream still counts. */
  Set<UUID> renew(Connection connection, List<Heard> heard) {
    return new HashSet<>(
        over(
                connection,
                heard,
                """
                INSERT INTO lease_renewal (build_id)
                SELECT active.build_id
                  FROM unnest(?, ?, ?) AS heard (build_id, attempt_uid, conn_gen)
                  JOIN build_active active
                    ON active.build_id = heard.build_id
                   AND active.attempt_uid = heard.attempt_uid
                   AND active.conn_gen = heard.conn_gen
                 ORDER BY active.build_id
                ON CONFLICT (build_id) DO UPDATE
                   SET renew_time = now()
                RETURNING build_id
                """)
            .uuids(Heard::build)
            .uuids(Heard::attemptUid)
            .ints(Heard::connGen)
            .query(row -> uuid(row, "build_id")));
  }

  /** Those of these builds whose runner has to be told to end its steps. */
  List<UUID> stopping(Connection connection, List<UUID> builds) {
    return over(
            connection,
            builds,
            """
            SELECT build_id
              FROM build_active
             WHERE build_id = ANY (?)
               AND state = 'STOPPING'
            """)
        .uuids(build -> build)
        .query(row -> uuid(row, "build_id"));
  }

  /** Forgets builds that no attempt holds any more. */
  void forget(Connection connection) {
    over(
            connection,
            List.of(),
            """
            DELETE FROM lease_renewal renewal
             WHERE NOT EXISTS (SELECT 1
                                 FROM build_active active
                                WHERE active.build_id = renewal.build_id)
            """)
        .update();
  }
}
