package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which pod, process and stream holds an attempt: columns of {@code build_active}. */
@Singleton
class ClaimRepository extends BatchRepository {

  /** Who holds an attempt; nulls and 0 before the first Hello. */
  record Holder(@Nullable String podUid, @Nullable String bootId, int connGen, long runnerSeq) {}

  /** Locks an attempt that is not over; empty when it is. Blocks while it is being written. */
  Optional<Holder> lock(Connection connection, UUID build, UUID attemptUid) {
    return over(
            connection,
            List.of(build),
            """
            SELECT pod_uid, boot_id, conn_gen, runner_seq
              FROM build_active
             WHERE build_id = ANY (?)
               AND attempt_uid = ?
               FOR NO KEY UPDATE
            """)
        .uuids(id -> id)
        .value(attemptUid)
        .query(
            row ->
                new Holder(
                    row.getString("pod_uid"),
                    row.getString("boot_id"),
                    row.getInt("conn_gen"),
                    row.getLong("runner_seq")))
        .stream()
        .findFirst();
  }

  /** Writes down the holder's newest stream. */
  void hold(Connection connection, UUID build, String podUid, String bootId, int connGen) {
    over(
            connection,
            List.of(build),
            """
            UPDATE build_active
               SET pod_uid = ?,
                   boot_id = ?,
                   conn_gen = ?
             WHERE build_id = ANY (?)
            """)
        .value(podUid)
        .value(bootId)
        .value(connGen)
        .uuids(id -> id)
        .update();
  }

  /** sha256, in hex, of the result with which this attempt ended its build; empty: none did. */
  Optional<String> result(Connection connection, UUID build, UUID attemptUid) {
    return over(
            connection,
            List.of(build),
            """
            SELECT encode(result_sha256, 'hex') AS sha256
              FROM build_ended
             WHERE build_id = ANY (?)
               AND attempt_uid = ?
               AND result_sha256 IS NOT NULL
            """)
        .uuids(id -> id)
        .value(attemptUid)
        .query(row -> row.getString("sha256"))
        .stream()
        .findFirst();
  }
}
