package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.SourceResolved;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildState;
import dev.slipway.coordinator.build.BuildState.Active;
import dev.slipway.coordinator.build.BuildState.Ended;
import dev.slipway.coordinator.build.BuildState.Running;
import dev.slipway.coordinator.build.BuildState.Starting;
import dev.slipway.coordinator.build.BuildState.Stop;
import dev.slipway.coordinator.build.BuildState.Stopping;
import dev.slipway.coordinator.build.BuildState.Succeeded;
import dev.slipway.coordinator.build.BuildState.Waiting;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Fault;
import dev.slipway.coordinator.build.Lifecycle;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.ledger.Sender.ResultMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An active build as it is after some events. Pure.
 *
 * @param after the state it came to
 * @param last the event that led there
 * @param startSequence of its runner's Hello, when that is among the events; else null
 * @param lastSequence of the newest event
 * @param runnerSeq its runner's last event that is then committed
 * @param result of the runner's result, when that is what happened; else null
 * @param rows the events that are stored as rows; the others are columns of the build's own row
 */
record ActiveChange(
    ActiveBuild before,
    BuildState after,
    StateName beforeLast,
    BuildEvent last,
    @Nullable Long startSequence,
    long lastSequence,
    int progress,
    String currentStep,
    @Nullable String resolvedCommit,
    long runnerSeq,
    @Nullable ResultMark result,
    List<EventRow> rows) {

  /** A row of {@code event_other}. */
  record EventRow(
      long sequence, StateName before, StateName after, int progress, BuildEvent body) {}

  /**
   * Applies events one after the other.
   *
   * @param sender who says that they happened; null: somebody outside
   * @throws dev.slipway.coordinator.build.IllegalTransition when one of them cannot happen
   */
  static ActiveChange of(
      ActiveBuild build,
      @Nullable Sender sender,
      List<? extends BuildEvent> events,
      RetryPolicy policy,
      Instant now,
      double luck) {
    BuildState state = build.lifecycle();
    var before = build.state();
    BuildEvent last = null;
    Long startSequence = null;
    long sequence = build.lastSequence();
    int progress = build.progress();
    var step = build.currentStep();
    var commit = build.resolvedCommit();
    var rows = new ArrayList<EventRow>();
    for (var happened : events) {
      last = explained(state, happened, policy, now, luck);
      before = state.name();
      state = Lifecycle.next(state, last);
      sequence++;
      progress = progress(progress, state, last);
      step = currentStep(step, state, last);
      commit = last instanceof SourceResolved(var resolved) ? resolved : commit;
      switch (last) {
        case Claimed _ -> startSequence = sequence;
        default -> {
          if (!(state instanceof Ended)) {
            rows.add(new EventRow(sequence, before, state.name(), progress, last));
          }
        }
      }
    }
    if (last == null) {
      throw new IllegalArgumentException("nothing happened to " + build.ref());
    }
    return new ActiveChange(
        build,
        state,
        before,
        last,
        startSequence,
        sequence,
        progress,
        step,
        commit,
        sender == null ? build.runnerSeq() : Math.max(build.runnerSeq(), sender.seq()),
        sender == null ? null : sender.result(),
        rows);
  }

  /**
   * Says what follows from an attempt that is gone: of a build that was stopped for a failure, that
   * failure; of one that was lost, when it is tried again.
   */
  private static BuildEvent explained(
      BuildState state, BuildEvent event, RetryPolicy policy, Instant now, double luck) {
    if (state instanceof Running
        && event instanceof StepsFailed(var failure)
        && failure.fault() == Fault.PLATFORM) {
      // The runner itself says that it is not the build's fault, as when the disk is full.
      return explained(state, new AttemptGone(failure, true), policy, now, luck);
    }
    if (!(event instanceof AttemptGone gone)) {
      return event;
    }
    return switch (state) {
      case Stopping(_, Stop.Fail(var failure)) -> new AttemptGone(failure, gone.counted());
      case Stopping(_, Stop.Requeue _) -> new AttemptGone(PREEMPTED, false);
      case Starting s when gone.counted() -> retried(gone, policy.next(now, s.losses(), luck));
      case Running s when gone.counted() -> retried(gone, policy.next(now, s.losses(), luck));
      default -> gone;
    };
  }

  private static final Failure PREEMPTED =
      Failure.of(
          Failure.Reason.PREEMPTED,
          "Its slot was wanted back: a pause drains its scope.",
          "Nothing to do; it goes on from its place when the pause is over.");

  private static AttemptGone retried(AttemptGone gone, @Nullable Instant time) {
    if (time != null) {
      return gone.retriedAt(time);
    }
    var failure = gone.failure();
    return new AttemptGone(
        Failure.of(
            failure.reason(),
            failure.message(),
            "It was lost as often as allowed. Ask the operator; requeue the dead letter to try"
                + " again."),
        true);
  }

  /** Never falls within an attempt, whatever a runner says; a new attempt begins at 0. */
  private static int progress(int before, BuildState after, BuildEvent event) {
    return switch (after) {
      case Waiting _, Starting _ -> 0;
      case Succeeded _ -> 100;
      default -> event instanceof StepStarted step ? Math.max(before, step.progress()) : before;
    };
  }

  private static String currentStep(String before, BuildState after, BuildEvent event) {
    return switch (event) {
      case StepStarted step -> step.step();
      case StepFinished _ -> "";
      default -> after instanceof Active ? before : "";
    };
  }

  /** Whether the platform lost the build once too often, so that somebody should look. */
  boolean deadLetter() {
    return last instanceof AttemptGone && beforeLast != StateName.STOPPING;
  }

  /** Attempts that count as lost, after the change. */
  int losses() {
    return switch (after) {
      case Waiting waiting -> waiting.losses();
      // The loss that was one too many is a loss as well.
      case Ended _ when deadLetter() -> before.losses() + 1;
      case Active _, Ended _ -> before.losses();
    };
  }
}
