package dev.slipway.coordinator.build;

import dev.slipway.coordinator.build.BuildEvent.ArtifactStored;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.BrokeProtocol;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.Leased;
import dev.slipway.coordinator.build.BuildEvent.Overdue;
import dev.slipway.coordinator.build.BuildEvent.PreviewServed;
import dev.slipway.coordinator.build.BuildEvent.SourceResolved;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildEvent.Submitted;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.build.BuildState.Cancelled;
import dev.slipway.coordinator.build.BuildState.Ended;
import dev.slipway.coordinator.build.BuildState.Failed;
import dev.slipway.coordinator.build.BuildState.Queued;
import dev.slipway.coordinator.build.BuildState.Running;
import dev.slipway.coordinator.build.BuildState.Starting;
import dev.slipway.coordinator.build.BuildState.Stop;
import dev.slipway.coordinator.build.BuildState.Stopping;
import dev.slipway.coordinator.build.BuildState.Succeeded;

/**
 * The one function that says where a build may go. There is no {@code default}: a new event does
 * not compile until every state has an answer to it. The table in docs/lifecycle.md is written by
 * the test that visits every pair.
 */
public final class Lifecycle {
  /**
   * Lost attempts that count before a build fails: one bad machine is bad luck, three are not.
   * Rule: product.md §4.
   */
  public static final int LOSSES_MAX = 3;

  private Lifecycle() {}

  /** The state of a build that was just submitted. */
  public static BuildState first() {
    return new Queued(0, 0);
  }

  /**
   * The state after an event; the same one when the event is only worth telling.
   *
   * @throws IllegalTransition when this cannot happen in this state
   */
  public static BuildState next(BuildState state, BuildEvent event) {
    return switch (state) {
      case Queued s -> queued(s, event);
      case Starting s -> starting(s, event);
      case Running s -> running(s, event);
      case Stopping s -> stopping(s, event);
      case Ended s -> throw new IllegalTransition(s, event);
    };
  }

  private static BuildState queued(Queued state, BuildEvent event) {
    return switch (event) {
      case Leased e ->
          new Starting(new Lease(state.attempts() + 1, e.attemptUid()), state.losses());
      case CancelAsked e -> new Cancelled(state.attempts(), e.reason());
      case Submitted _, Claimed _, SourceResolved _, StepStarted _, StepFinished _, Warned _ ->
          throw new IllegalTransition(state, event);
      case ArtifactStored _, PreviewServed _, StepsSucceeded _, StepsFailed _ ->
          throw new IllegalTransition(state, event);
      case Overdue _, BrokeProtocol _, AttemptGone _ -> throw new IllegalTransition(state, event);
    };
  }

  private static BuildState starting(Starting state, BuildEvent event) {
    return switch (event) {
      case Claimed _ -> new Running(state.lease(), state.losses());
      case CancelAsked e -> new Stopping(state.lease(), new Stop.Cancel(e.reason()));
      case Overdue e -> new Stopping(state.lease(), new Stop.Fail(e.failure()));
      case BrokeProtocol e -> new Stopping(state.lease(), new Stop.Fail(e.failure()));
      case AttemptGone e -> lost(state.lease(), state.losses(), e);
      case Submitted _, Leased _, SourceResolved _, StepStarted _, StepFinished _, Warned _ ->
          throw new IllegalTransition(state, event);
      case ArtifactStored _, PreviewServed _, StepsSucceeded _, StepsFailed _ ->
          throw new IllegalTransition(state, event);
    };
  }

  private static BuildState running(Running state, BuildEvent event) {
    return switch (event) {
      case SourceResolved _, StepStarted _, StepFinished _, Warned _ -> state;
      case ArtifactStored _, PreviewServed _ -> state;
      case StepsSucceeded e -> new Succeeded(state.attempts(), e.results());
      case StepsFailed e -> new Failed(state.attempts(), e.failure());
      case CancelAsked e -> new Stopping(state.lease(), new Stop.Cancel(e.reason()));
      case Overdue e -> new Stopping(state.lease(), new Stop.Fail(e.failure()));
      case BrokeProtocol e -> new Stopping(state.lease(), new Stop.Fail(e.failure()));
      case AttemptGone e -> lost(state.lease(), state.losses(), e);
      case Submitted _, Leased _, Claimed _ -> throw new IllegalTransition(state, event);
    };
  }

  private static BuildState stopping(Stopping state, BuildEvent event) {
    return switch (event) {
      // What the runner still tells of its last moments is worth keeping.
      case SourceResolved _, StepStarted _, StepFinished _, Warned _ -> state;
      case AttemptGone _ ->
          switch (state.stop()) {
            case Stop.Cancel cancel -> new Cancelled(state.attempts(), cancel.reason());
            case Stop.Fail fail -> new Failed(state.attempts(), fail.failure());
          };
      // The cancel was committed first; a result that comes after it changes nothing.
      case StepsSucceeded _, StepsFailed _ -> throw new IllegalTransition(state, event);
      case Submitted _, Leased _, Claimed _, ArtifactStored _, PreviewServed _ ->
          throw new IllegalTransition(state, event);
      case CancelAsked _, Overdue _, BrokeProtocol _ -> throw new IllegalTransition(state, event);
    };
  }

  /** Back to its place in the queue, or failed when it was lost too often. */
  private static BuildState lost(Lease lease, int lossesBefore, AttemptGone event) {
    int losses = lossesBefore + (event.counted() ? 1 : 0);
    return losses < LOSSES_MAX
        ? new Queued(lease.attempt(), losses)
        : new Failed(lease.attempt(), event.failure());
  }
}
