package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.SourceResolved;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildState;
import dev.slipway.coordinator.build.BuildState.Cancelled;
import dev.slipway.coordinator.build.BuildState.Failed;
import dev.slipway.coordinator.build.BuildState.Queued;
import dev.slipway.coordinator.build.BuildState.Running;
import dev.slipway.coordinator.build.BuildState.Starting;
import dev.slipway.coordinator.build.BuildState.Stop;
import dev.slipway.coordinator.build.BuildState.Stopping;
import dev.slipway.coordinator.build.BuildState.Succeeded;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.build.StateName;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns of a build that change, as they are after an event. Pure. */
@Introspected
record BuildChange(
    StateName state,
    int attempt,
    int losses,
    @Nullable UUID attemptUid,
    int progress,
    String currentStep,
    @Nullable @TypeDef(type = DataType.JSON) Failure stopFailure,
    @Nullable String cancelReason,
    @Nullable @TypeDef(type = DataType.JSON) Failure failure,
    @Nullable @TypeDef(type = DataType.JSON) Results results,
    @Nullable String resolvedCommit,
    long lastSequence) {

  static BuildChange of(BuildRecord before, BuildState after, BuildEvent event) {
    var lease = after.leaseOrNull();
    return new BuildChange(
        after.name(),
        after.attempts(),
        losses(before, after, event),
        lease == null ? null : lease.attemptUid(),
        progress(before, after, event),
        currentStep(before, after, event),
        after instanceof Stopping(_, Stop.Fail(var failure)) ? failure : null,
        cancelReason(after),
        after instanceof Failed(_, var failure) ? failure : null,
        after instanceof Succeeded(_, var results) ? results : null,
        event instanceof SourceResolved(var commit) ? commit : before.resolvedCommit(),
        before.lastSequence() + 1);
  }

  private static int losses(BuildRecord before, BuildState after, BuildEvent event) {
    return switch (after) {
      case Queued s -> s.losses();
      case Starting s -> s.losses();
      case Running s -> s.losses();
      // The loss that was one too many is a loss as well.
      case Failed _
          when before.state() != StateName.STOPPING
              && event instanceof AttemptGone gone
              && gone.counted() ->
          before.losses() + 1;
      // The limit is of no use any more; what was counted stays for the reader.
      case Stopping _, BuildState.Ended _ -> before.losses();
    };
  }

  private static @Nullable String cancelReason(BuildState after) {
    return switch (after) {
      case Stopping(_, Stop.Cancel(var reason)) -> reason;
      case Cancelled(_, var reason) -> reason;
      default -> null;
    };
  }

  /** Never falls within an attempt, whatever a runner says; a new attempt begins at 0. */
  private static int progress(BuildRecord before, BuildState after, BuildEvent event) {
    return switch (after) {
      case Queued _, Starting _ -> 0;
      case Succeeded _ -> 100;
      default ->
          event instanceof StepStarted step
              ? Math.max(before.progress(), step.progress())
              : before.progress();
    };
  }

  private static String currentStep(BuildRecord before, BuildState after, BuildEvent event) {
    return switch (event) {
      case StepStarted step -> step.step();
      case StepFinished _ -> "";
      default -> after instanceof BuildState.Active ? before.currentStep() : "";
    };
  }
}
