package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;

/** How far many builds are, with one statement. */
@Singleton
class PatrolRepository extends BatchRepository {

  /** How far a build is: its last event, and the end of its log. */
  record Reached(UUID build, long lastSequence, long logEnd) {}

  /** One for each of the builds that there is. */
  List<Reached> reached(Connection connection, List<UUID> builds) {
    return over(
            connection,
            builds,
            """
            SELECT watched.build_id, build.last_sequence, output.log_end
              FROM unnest(?) AS watched (build_id)
             CROSS JOIN LATERAL (
                     SELECT last_sequence
                       FROM build
                      WHERE build.build_id = watched.build_id
                     OFFSET 0
                   ) build
             CROSS JOIN LATERAL (
                     SELECT coalesce(max(log_base + log_size), 0) AS log_end
                       FROM attempt_output
                      WHERE attempt_output.build_id = watched.build_id
                   ) output
            """)
        .uuids(build -> build)
        .query(
            row ->
                new Reached(
                    row.getObject("build_id", UUID.class),
                    row.getLong("last_sequence"),
                    row.getLong("log_end")));
  }
}
