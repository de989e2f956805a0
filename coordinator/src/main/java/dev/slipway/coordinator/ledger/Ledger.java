package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.Leased;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildEvent.Submitted;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildState;
import dev.slipway.coordinator.build.BuildState.Active;
import dev.slipway.coordinator.build.BuildState.Stopping;
import dev.slipway.coordinator.build.IllegalTransition;
import dev.slipway.coordinator.build.Lifecycle;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.StateName;
import io.micronaut.context.event.ApplicationEventPublisher;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens to builds: one writer, one transaction for state, event and attempt. Every
 * method joins the caller's transaction when there is one, and blocks on the build's row lock.
 */
@Singleton
public class Ledger {
  private final TransactionOperations<Connection> transactions;
  private final BuildRepository builds;
  private final EventRepository events;
  private final AttemptRepository attempts;
  private final ObjectMapper json;
  private final ApplicationEventPublisher<BuildChanged> changed;

  Ledger(
      TransactionOperations<Connection> transactions,
      BuildRepository builds,
      EventRepository events,
      AttemptRepository attempts,
      ObjectMapper json,
      ApplicationEventPublisher<BuildChanged> changed) {
    this.transactions = transactions;
    this.builds = builds;
    this.events = events;
    this.attempts = attempts;
    this.json = json;
    this.changed = changed;
  }

  /** Stores a new build, QUEUED, with event 1. */
  public void open(NewBuild build) {
    transactions.executeWrite(
        _ -> {
          builds.insert(
              build.ref().id(),
              build.ref().tenant(),
              build.project(),
              build.chat(),
              build.chatSeq(),
              build.messageId(),
              build.spec().template(),
              build.requestId(),
              build.requestHash(),
              write(build.spec()));
          var first = Lifecycle.first().name();
          events.append(build.ref().id(), 1, 0, null, first.name(), 0, write(new Submitted()));
          changed.publishEvent(new BuildChanged(build.ref(), first));
          return null;
        });
  }

  /**
   * Gives the next attempt away.
   *
   * @param tokenHash sha256 of the token that the runner will show
   * @param coordinatorId the run of the coordinator that leases
   */
  public void lease(BuildRef ref, UUID attemptUid, byte[] tokenHash, UUID coordinatorId) {
    transactions.executeWrite(
        _ -> {
          var after = apply(locked(ref), new Leased(attemptUid));
          attempts.open(ref.id(), after.attempts(), attemptUid, tokenHash, coordinatorId);
          return null;
        });
  }

  /**
   * Records what someone outside of the attempts wants: a cancel.
   *
   * @return false when the build is stopping or has ended, so that there is nothing left to do
   */
  public boolean ask(BuildRef ref, BuildEvent.CancelAsked event) {
    return transactions.executeWrite(
        _ -> {
          var build = locked(ref);
          if (build.state() == StateName.STOPPING || build.state().ended()) {
            return false;
          }
          apply(build, event);
          return true;
        });
  }

  /**
   * Records what happened in an attempt, all of it or nothing.
   *
   * @param attemptUid the fence: only the build's current attempt may write
   * @return whether it was recorded, or why not; never half of it
   */
  public Written record(BuildRef ref, UUID attemptUid, List<? extends BuildEvent> happened) {
    return transactions.executeWrite(
        _ -> {
          var build = builds.lock(ref.tenant(), ref.id());
          if (build == null || !attemptUid.equals(build.attemptUid())) {
            return Written.FENCED;
          }
          if (refuses(build, happened)) {
            return Written.STOPPING;
          }
          for (var event : happened) {
            apply(build, event);
            build = locked(ref);
          }
          return Written.RECORDED;
        });
  }

  /**
   * Whether a stopping build refuses one of these events; asked before the first one is written.
   *
   * @throws IllegalTransition when any other state does
   */
  private static boolean refuses(BuildRecord build, List<? extends BuildEvent> happening) {
    try {
      var state = build.lifecycle();
      for (var event : happening) {
        state = Lifecycle.next(state, event);
      }
      return false;
    } catch (IllegalTransition refused) {
      if (refused.state() == StateName.STOPPING) {
        return true;
      }
      throw refused;
    }
  }

  /** As {@link #record(BuildRef, UUID, List)}, for one event. */
  public Written record(BuildRef ref, UUID attemptUid, BuildEvent event) {
    return record(ref, attemptUid, List.of(event));
  }

  /** What became of a report. */
  public enum Written {
    /** It is stored. */
    RECORDED,
    /** The attempt is not the build's current one: nothing it says counts any more. */
    FENCED,
    /** The build is on its way to another end, which was committed first. */
    STOPPING
  }

  private BuildRecord locked(BuildRef ref) {
    var build = builds.lock(ref.tenant(), ref.id());
    if (build == null) {
      throw Refusal.notFound(ref.name());
    }
    return build;
  }

  private BuildState apply(BuildRecord before, BuildEvent happened) {
    var ref = before.ref();
    var state = before.lifecycle();
    var event = explained(state, happened);
    var after = Lifecycle.next(state, event);
    var change = BuildChange.of(before, after, event);
    builds.update(
        ref.id(),
        change.state().name(),
        change.attempt(),
        change.losses(),
        change.attemptUid(),
        change.progress(),
        change.currentStep(),
        writeOrNull(change.stopFailure()),
        change.cancelReason(),
        writeOrNull(change.failure()),
        writeOrNull(change.results()),
        change.resolvedCommit(),
        change.lastSequence());
    events.append(
        ref.id(),
        change.lastSequence(),
        change.attempt(),
        state.name().name(),
        after.name().name(),
        change.progress(),
        write(event));
    attempt(ref.id(), state, event);
    changed.publishEvent(new BuildChanged(ref, after.name()));
    return after;
  }

  /** Processes that went because the build was stopped for a failure went for that reason. */
  private static BuildEvent explained(BuildState state, BuildEvent event) {
    return state instanceof Stopping(_, BuildState.Stop.Fail(var failure))
            && event instanceof AttemptGone gone
        ? new AttemptGone(failure, gone.counted())
        : event;
  }

  /** What the event means for the attempt's own row. */
  private void attempt(UUID build, BuildState before, BuildEvent event) {
    if (!(before instanceof Active active)) {
      return;
    }
    int attempt = active.lease().attempt();
    switch (event) {
      case Claimed _ -> attempts.start(build, attempt);
      case StepStarted e -> attempts.startStep(build, attempt, e.step(), e.logOffset());
      case StepFinished e -> {
        attempts.finishStep(build, attempt, e.step(), e.exitCode(), e.logOffset());
        if (e.logDropped() > 0) {
          attempts.dropLog(build, attempt, e.logDropped());
        }
      }
      case StepsSucceeded _ -> attempts.end(build, attempt, "SUCCEEDED", null);
      case StepsFailed e -> attempts.end(build, attempt, "FAILED", write(e.failure()));
      case AttemptGone e -> {
        if (active instanceof Stopping stopping) {
          end(build, attempt, stopping.stop());
        } else {
          attempts.end(build, attempt, "LOST", write(e.failure()));
        }
      }
      default -> {}
    }
  }

  private void end(UUID build, int attempt, BuildState.Stop stop) {
    switch (stop) {
      case BuildState.Stop.Cancel _ -> attempts.end(build, attempt, "CANCELLED", null);
      case BuildState.Stop.Fail fail ->
          attempts.end(build, attempt, "FAILED", write(fail.failure()));
    }
  }

  private @Nullable String writeOrNull(@Nullable Object value) {
    return value == null ? null : write(value);
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException("write " + value.getClass().getSimpleName() + " as JSON", e);
    }
  }
}
