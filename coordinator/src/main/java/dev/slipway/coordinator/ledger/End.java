package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildState;
import dev.slipway.coordinator.build.BuildState.Cancelled;
import dev.slipway.coordinator.build.BuildState.Failed;
import dev.slipway.coordinator.build.BuildState.Held;
import dev.slipway.coordinator.build.BuildState.Stop;
import dev.slipway.coordinator.build.BuildState.Stopping;
import dev.slipway.coordinator.build.BuildState.Succeeded;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Results;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A state and the event that led to it as columns: each is null where the state has no such part.
 * Pure.
 */
record End(BuildState state, BuildEvent event) {
  static End of(ActiveChange change) {
    return new End(change.after(), change.last());
  }

  @Nullable String stop() {
    return stopping() instanceof Stop stop
        ? switch (stop) {
          case Stop.Cancel _ -> "CANCEL";
          case Stop.Fail _ -> "FAIL";
          case Stop.Requeue _ -> "REQUEUE";
        }
        : null;
  }

  @Nullable Failure stopFailure() {
    return stopping() instanceof Stop.Fail(var failure) ? failure : null;
  }

  @Nullable String stopReason() {
    return stopping() instanceof Stop.Cancel cancel ? cancel.reason() : null;
  }

  @Nullable UUID stopSupersededBy() {
    return stopping() instanceof Stop.Cancel cancel ? cancel.supersededBy() : null;
  }

  private @Nullable Stop stopping() {
    return state instanceof Stopping stopping ? stopping.stop() : null;
  }

  /** Null when results or failure tell it as well. */
  @Nullable BuildEvent body() {
    return event instanceof StepsSucceeded || event instanceof StepsFailed ? null : event;
  }

  /** Of an end that was a failure, of a cancel for another build, and of a lost attempt. */
  @Nullable Failure failure() {
    return switch (state) {
      case Failed failed -> failed.failure();
      case Cancelled cancelled when cancelled.supersededBy() != null ->
          Failure.of(Failure.Reason.SUPERSEDED, cancelled.reason(), "");
      default ->
          event instanceof AttemptGone gone && state instanceof BuildState.Waiting
              ? gone.failure()
              : null;
    };
  }

  @Nullable Results results() {
    return state instanceof Succeeded succeeded ? succeeded.results() : null;
  }

  @Nullable String cancelReason() {
    return state instanceof Cancelled cancelled ? cancelled.reason() : null;
  }

  @Nullable UUID supersededBy() {
    return state instanceof Cancelled cancelled ? cancelled.supersededBy() : null;
  }

  @Nullable String hold() {
    return state instanceof Held held ? held.hold().kind().name() : null;
  }

  @Nullable Instant holdUntil() {
    return state instanceof Held held ? held.hold().until() : null;
  }
}
