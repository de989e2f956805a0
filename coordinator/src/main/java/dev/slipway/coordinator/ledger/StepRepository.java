package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.ledger.ActiveRepository.BuildEventRow;
import dev.slipway.coordinator.sql.BatchRepository;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;

/** The table {@code step}, and what steps left out of the log. */
@Singleton
class StepRepository extends BatchRepository {

  void start(Connection connection, List<BuildEventRow> rows) {
    over(
            connection,
            rows,
            """
            INSERT INTO step (build_id, attempt, step_id, log_start)
            SELECT *
              FROM unnest(?, ?, ?, ?)
            """)
        .uuids(BuildEventRow::build)
        .ints(BuildEventRow::attempt)
        .texts(row -> ((StepStarted) row.event().body()).step())
        .longs(row -> ((StepStarted) row.event().body()).logOffset())
        .update();
  }

  void finish(Connection connection, List<BuildEventRow> rows) {
    over(
            connection,
            rows,
            """
            WITH finished AS MATERIALIZED (
              SELECT *
                FROM unnest(?, ?, ?, ?, ?, ?) AS finished (build_id, attempt, step_id, exit_code, log_end, log_dropped)
            ), dropped AS (
              INSERT INTO attempt_output AS output (build_id, attempt, log_base, log_dropped)
              SELECT build_id, attempt, min(log_end), sum(log_dropped)
                FROM finished
               WHERE log_dropped > 0
               GROUP BY build_id, attempt
              ON CONFLICT (build_id, attempt) DO UPDATE
                 SET log_dropped = output.log_dropped + excluded.log_dropped
            )
            UPDATE step
               SET exit_code = finished.exit_code,
                   log_end = finished.log_end,
                   log_dropped = finished.log_dropped
              FROM finished
             WHERE step.build_id = finished.build_id
               AND step.attempt = finished.attempt
               AND step.step_id = finished.step_id
            """)
        .uuids(BuildEventRow::build)
        .ints(BuildEventRow::attempt)
        .texts(row -> finished(row).step())
        .ints(row -> finished(row).exitCode())
        .longs(row -> finished(row).logOffset())
        .longs(row -> finished(row).logDropped())
        .update();
  }

  private static StepFinished finished(BuildEventRow row) {
    return (StepFinished) row.event().body();
  }
}
