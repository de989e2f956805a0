package dev.slipway.coordinator.behaviour;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.dispatch.TestDispatch;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.coordinator.launch.FakeLauncher.Launch;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.rescue.TestRescue;
import jakarta.inject.Singleton;
import java.util.List;

/** What clients do not see: dispatch, runners, rescue and the clock. Builds go by their names. */
@Singleton
final class Platform {
  private final TestDispatch dispatch;
  private final TestRescue rescue;
  private final FakeLauncher launcher;
  private final Ledger ledger;
  private final TestRows rows;

  Platform(
      TestDispatch dispatch,
      TestRescue rescue,
      FakeLauncher launcher,
      Ledger ledger,
      TestRows rows) {
    this.dispatch = dispatch;
    this.rescue = rescue;
    this.launcher = launcher;
    this.ledger = ledger;
    this.rows = rows;
  }

  void begin() {
    launcher.reset();
  }

  /** One run of dispatch; the builds that it started, in their order. */
  List<String> starts() {
    int before = launcher.launches().size();
    dispatch.once();
    return launcher.launched().stream().skip(before).map(BuildRef::name).toList();
  }

  /** Runs dispatch, and lets the runners of all that started report: they are RUNNING. */
  List<String> runs() {
    var started = starts();
    started.forEach(this::reports);
    return started;
  }

  /** The runner says Hello. */
  void reports(String build) {
    record(build, new Claimed());
  }

  void succeeds(String build) {
    record(build, new StepsSucceeded(new Results(List.of(), "", false)));
  }

  void fails(String build) {
    fails(build, Reason.STEP_FAILED);
  }

  void fails(String build, Reason reason) {
    record(build, new StepsFailed(Failure.of(reason, "it broke", "mend it")));
  }

  /** Its processes are gone, and nobody asked for that. */
  void loses(String build) {
    var attempt = attempt(build);
    launcher.exits(attempt.build(), attempt.lease().attemptUid(), 137, "");
  }

  /** The processes of a stopping build are gone. */
  void stops(String build) {
    record(build, new AttemptGone(Failure.of(Reason.RUNNER_LOST, "it ended", ""), false));
  }

  /** One look of rescue at every attempt. */
  void isLookedAfter() {
    rescue.once();
  }

  /** Lets time pass: all that was or will be lies so many minutes further back. */
  void minutesPass(int minutes) {
    rows.execute(
        """
        DO $$
        DECLARE
          moved record;
        BEGIN
          FOR moved IN
            SELECT c.table_name,
                   string_agg(
                     CASE c.data_type
                       WHEN 'bigint' THEN format('%1$I = %1$I - 60000 * MINUTES', c.column_name)
                       ELSE format('%1$I = %1$I - interval ''1 minute'' * MINUTES', c.column_name)
                     END, ', ') AS changes
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = current_schema()
               AND t.table_type = 'BASE TABLE'
               AND c.table_name NOT IN ('coordinator', 'installation', 'flyway_schema_history')
               AND (c.data_type = 'timestamp with time zone' OR c.column_name IN ('sort_key', 'worst_key'))
             GROUP BY c.table_name
          LOOP
            EXECUTE format('UPDATE %I SET %s', moved.table_name, moved.changes);
          END LOOP;
        END
        $$
        """
            .replace("MINUTES", Integer.toString(minutes)));
  }

  private void record(String build, BuildEvent event) {
    var attempt = attempt(build);
    ledger.record(attempt.build(), attempt.lease().attemptUid(), event);
  }

  private Launch attempt(String build) {
    return launcher.launches().reversed().stream()
        .filter(launch -> launch.build().name().equals(build))
        .findFirst()
        .orElseThrow(() -> new AssertionError(build + " was not launched"));
  }
}
