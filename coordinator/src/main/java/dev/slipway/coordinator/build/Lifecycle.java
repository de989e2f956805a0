package dev.slipway.coordinator.build;

import dev.slipway.coordinator.build.BuildEvent.ArtifactStored;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.BrokeProtocol;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.Drained;
import dev.slipway.coordinator.build.BuildEvent.Expired;
import dev.slipway.coordinator.build.BuildEvent.Leased;
import dev.slipway.coordinator.build.BuildEvent.Overdue;
import dev.slipway.coordinator.build.BuildEvent.PreviewServed;
import dev.slipway.coordinator.build.BuildEvent.PriorityChanged;
import dev.slipway.coordinator.build.BuildEvent.Released;
import dev.slipway.coordinator.build.BuildEvent.SourceResolved;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildEvent.Submitted;
import dev.slipway.coordinator.build.BuildEvent.Superseded;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.build.BuildState.Active;
import dev.slipway.coordinator.build.BuildState.Cancelled;
import dev.slipway.coordinator.build.BuildState.Ended;
import dev.slipway.coordinator.build.BuildState.Failed;
import dev.slipway.coordinator.build.BuildState.Held;
import dev.slipway.coordinator.build.BuildState.Queued;
import dev.slipway.coordinator.build.BuildState.Running;
import dev.slipway.coordinator.build.BuildState.Starting;
import dev.slipway.coordinator.build.BuildState.Stop;
import dev.slipway.coordinator.build.BuildState.Stopping;
import dev.slipway.coordinator.build.BuildState.Succeeded;
import dev.slipway.coordinator.build.BuildState.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * The one function that says where a build may go. There is no {@code default}: a new event does
 * not compile until every state has an answer to it. The table in docs/lifecycle.md is written by
 * the test that visits every pair.
 */
public final class Lifecycle {
  private Lifecycle() {}

  /** The state of a build that was just submitted; null: it is not held. */
  public static Waiting first(@Nullable Hold hold) {
    return hold == null ? new Queued(0, 0) : new Held(0, 0, hold);
  }

  /**
   * The state after an event; the same one when the event is only worth telling.
   *
   * @throws IllegalTransition when this cannot happen in this state
   */
  public static BuildState next(BuildState state, BuildEvent event) {
    return switch (state) {
      case Held s -> held(s, event);
      case Queued s -> queued(s, event);
      case Starting s -> starting(s, event);
      case Running s -> running(s, event);
      case Stopping s -> stopping(s, event);
      case Ended s -> throw new IllegalTransition(s, event);
    };
  }

  private static BuildState held(Held state, BuildEvent event) {
    return event instanceof Released
        ? new Queued(state.attempts(), state.losses())
        : waiting(state, event);
  }

  private static BuildState queued(Queued state, BuildEvent event) {
    return event instanceof Leased(var attemptUid)
        ? new Starting(new Lease(state.attempts() + 1, attemptUid), state.losses())
        : waiting(state, event);
  }

  private static BuildState waiting(Waiting state, BuildEvent event) {
    return switch (event) {
      case CancelAsked e -> new Cancelled(state.attempts(), e.reason(), null);
      case Superseded e -> new Cancelled(state.attempts(), e.reason(), e.by());
      case Expired e -> new Failed(state.attempts(), e.failure());
      case PriorityChanged _ -> state;
      case Leased _, Released _ -> throw new IllegalTransition(state, event);
      case Submitted _, Claimed _, SourceResolved _, StepStarted _, StepFinished _, Warned _ ->
          throw new IllegalTransition(state, event);
      case ArtifactStored _, PreviewServed _, StepsSucceeded _, StepsFailed _ ->
          throw new IllegalTransition(state, event);
      case Overdue _, BrokeProtocol _, AttemptGone _, Drained _ ->
          throw new IllegalTransition(state, event);
    };
  }

  private static BuildState starting(Starting state, BuildEvent event) {
    return switch (event) {
      case Claimed _ -> new Running(state.lease(), state.losses());
      case CancelAsked _, Superseded _, Overdue _, BrokeProtocol _, Drained _ ->
          stop(state, state.losses(), event);
      case AttemptGone e -> lost(state.lease(), state.losses(), e);
      case Submitted _, Leased _, SourceResolved _, StepStarted _, StepFinished _, Warned _ ->
          throw new IllegalTransition(state, event);
      case ArtifactStored _, PreviewServed _, StepsSucceeded _, StepsFailed _ ->
          throw new IllegalTransition(state, event);
      case Released _, PriorityChanged _, Expired _ -> throw new IllegalTransition(state, event);
    };
  }

  private static BuildState running(Running state, BuildEvent event) {
    return switch (event) {
      case SourceResolved _, StepStarted _, StepFinished _, Warned _ -> state;
      case ArtifactStored _, PreviewServed _ -> state;
      case StepsSucceeded e -> new Succeeded(state.attempts(), e.results());
      case StepsFailed e -> new Failed(state.attempts(), e.failure());
      case CancelAsked _, Superseded _, Overdue _, BrokeProtocol _, Drained _ ->
          stop(state, state.losses(), event);
      case AttemptGone e -> lost(state.lease(), state.losses(), e);
      case Submitted _, Leased _, Claimed _ -> throw new IllegalTransition(state, event);
      case Released _, PriorityChanged _, Expired _ -> throw new IllegalTransition(state, event);
    };
  }

  private static BuildState stop(Active state, int losses, BuildEvent event) {
    var stop =
        switch (event) {
          case CancelAsked e -> new Stop.Cancel(e.reason(), null);
          case Superseded e -> new Stop.Cancel(e.reason(), e.by());
          case Overdue e -> new Stop.Fail(e.failure());
          case BrokeProtocol e -> new Stop.Fail(e.failure());
          case Drained _ -> new Stop.Requeue(losses);
          default -> throw new IllegalTransition(state, event);
        };
    return new Stopping(state.lease(), stop);
  }

  private static BuildState stopping(Stopping state, BuildEvent event) {
    return switch (event) {
      // What the runner still tells of its last moments is worth keeping.
      case SourceResolved _, StepStarted _, StepFinished _, Warned _ -> state;
      case AttemptGone _ ->
          switch (state.stop()) {
            case Stop.Cancel stop ->
                new Cancelled(state.attempts(), stop.reason(), stop.supersededBy());
            case Stop.Fail stop -> new Failed(state.attempts(), stop.failure());
            case Stop.Requeue stop -> new Queued(state.attempts(), stop.losses());
          };
      // One that would have gone on later need not; any other end was committed first.
      case CancelAsked e when state.stop() instanceof Stop.Requeue ->
          new Stopping(state.lease(), new Stop.Cancel(e.reason(), null));
      case Superseded e when state.stop() instanceof Stop.Requeue ->
          new Stopping(state.lease(), new Stop.Cancel(e.reason(), e.by()));
      // The stop was committed first; a result that comes after it changes nothing.
      case StepsSucceeded _, StepsFailed _ -> throw new IllegalTransition(state, event);
      case Submitted _, Leased _, Claimed _, ArtifactStored _, PreviewServed _ ->
          throw new IllegalTransition(state, event);
      case CancelAsked _, Superseded _, Overdue _, BrokeProtocol _, Drained _ ->
          throw new IllegalTransition(state, event);
      case Released _, PriorityChanged _, Expired _ -> throw new IllegalTransition(state, event);
    };
  }

  /** Back to its place in the queue, or failed when it was lost too often. */
  private static BuildState lost(Lease lease, int losses, AttemptGone event) {
    if (!event.counted()) {
      return new Queued(lease.attempt(), losses);
    }
    var retryTime = event.retryTime();
    return retryTime == null
        ? new Failed(lease.attempt(), event.failure())
        : new Held(lease.attempt(), losses + 1, new Hold(Hold.Kind.BACKOFF, retryTime));
  }
}
