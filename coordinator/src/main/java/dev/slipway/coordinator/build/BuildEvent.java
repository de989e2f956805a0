package dev.slipway.coordinator.build;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a build. {@link Lifecycle#next} says where it leads; the ledger stores
 * it, so these records are also the form of the table {@code event}: fields may be added, never
 * renamed.
 */
@Serdeable
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = BuildEvent.Submitted.class, name = "SUBMITTED"),
  @JsonSubTypes.Type(value = BuildEvent.Leased.class, name = "LEASED"),
  @JsonSubTypes.Type(value = BuildEvent.Claimed.class, name = "CLAIMED"),
  @JsonSubTypes.Type(value = BuildEvent.SourceResolved.class, name = "SOURCE_RESOLVED"),
  @JsonSubTypes.Type(value = BuildEvent.StepStarted.class, name = "STEP_STARTED"),
  @JsonSubTypes.Type(value = BuildEvent.StepFinished.class, name = "STEP_FINISHED"),
  @JsonSubTypes.Type(value = BuildEvent.Warned.class, name = "WARNED"),
  @JsonSubTypes.Type(value = BuildEvent.ArtifactStored.class, name = "ARTIFACT_STORED"),
  @JsonSubTypes.Type(value = BuildEvent.PreviewServed.class, name = "PREVIEW_SERVED"),
  @JsonSubTypes.Type(value = BuildEvent.StepsSucceeded.class, name = "STEPS_SUCCEEDED"),
  @JsonSubTypes.Type(value = BuildEvent.StepsFailed.class, name = "STEPS_FAILED"),
  @JsonSubTypes.Type(value = BuildEvent.CancelAsked.class, name = "CANCEL_ASKED"),
  @JsonSubTypes.Type(value = BuildEvent.Overdue.class, name = "OVERDUE"),
  @JsonSubTypes.Type(value = BuildEvent.BrokeProtocol.class, name = "BROKE_PROTOCOL"),
  @JsonSubTypes.Type(value = BuildEvent.AttemptGone.class, name = "ATTEMPT_GONE"),
  @JsonSubTypes.Type(value = BuildEvent.Released.class, name = "RELEASED"),
  @JsonSubTypes.Type(value = BuildEvent.PriorityChanged.class, name = "PRIORITY_CHANGED"),
  @JsonSubTypes.Type(value = BuildEvent.Superseded.class, name = "SUPERSEDED"),
  @JsonSubTypes.Type(value = BuildEvent.Expired.class, name = "EXPIRED"),
  @JsonSubTypes.Type(value = BuildEvent.Drained.class, name = "DRAINED"),
})
public sealed interface BuildEvent {

  /** A client submitted the build; always event 1. */
  @Serdeable
  record Submitted() implements BuildEvent {}

  /** Dispatch gave the next attempt to a runner that is about to be launched. */
  @Serdeable
  record Leased(UUID attemptUid) implements BuildEvent {}

  /** The attempt's runner said Hello and has the plan. */
  @Serdeable
  record Claimed() implements BuildEvent {}

  /** The git reference was resolved to this commit. */
  @Serdeable
  record SourceResolved(String commit) implements BuildEvent {}

  /**
   * A step begins.
   *
   * @param progress the build's progress from here on, percent
   * @param logOffset where its output begins in the build's log
   */
  @Serdeable
  record StepStarted(String step, String title, int progress, long logOffset)
      implements BuildEvent {}

  /**
   * A step ended.
   *
   * @param millis from start to end by the runner's monotonic clock
   * @param logOffset where its output ends in the build's log
   * @param logDropped bytes of its output that were left out of the log
   * @param usage what it used; null when nobody measured it
   */
  @Serdeable
  record StepFinished(
      String step,
      int exitCode,
      long millis,
      boolean skipped,
      long logOffset,
      long logDropped,
      @Nullable Usage usage)
      implements BuildEvent {}

  /** Something to know that does not fail the build; {@code code} is UPPER_SNAKE. */
  @Serdeable
  record Warned(String step, String code, String message) implements BuildEvent {}

  /** An artifact can be downloaded. */
  @Serdeable
  record ArtifactStored(String artifact, long sizeBytes) implements BuildEvent {}

  /** The site is being served; {@code chatUri} is empty for a build without a chat. */
  @Serdeable
  record PreviewServed(String uri, String chatUri) implements BuildEvent {}

  /** The runner's result: every step went well. */
  @Serdeable
  record StepsSucceeded(Results results) implements BuildEvent {}

  /** The runner's result: a step did not go well. */
  @Serdeable
  record StepsFailed(Failure failure) implements BuildEvent {}

  /** Someone wants the build to end. */
  @Serdeable
  record CancelAsked(String reason) implements BuildEvent {}

  /** The attempt ran out of a time that the coordinator keeps. */
  @Serdeable
  record Overdue(Failure failure) implements BuildEvent {}

  /**
   * The runner said something that it must not. Its steps may still run, and nobody can ask it to
   * end them, so this is no end yet.
   */
  @Serdeable
  record BrokeProtocol(Failure failure) implements BuildEvent {}

  /**
   * The attempt's processes are gone, and no result is in.
   *
   * @param failure what is known of why
   * @param counted whether it counts towards the limit of attempts; not when its coordinator ended
   * @param retryTime when the next attempt may begin; null: at once when it does not count, and
   *     never when it was one too many. The ledger says it, by the retry policy
   */
  @Serdeable
  record AttemptGone(Failure failure, boolean counted, @Nullable Instant retryTime)
      implements BuildEvent {
    /** An attempt that is gone, before the ledger has said what follows. */
    public AttemptGone(Failure failure, boolean counted) {
      this(failure, counted, null);
    }

    /** The same, with when it is tried again; null: never. */
    public AttemptGone retriedAt(@Nullable Instant time) {
      return new AttemptGone(failure, counted, time);
    }
  }

  /** The time that the build was held until has come. */
  @Serdeable
  record Released() implements BuildEvent {}

  /** Someone wants it to go earlier or later. */
  @Serdeable
  record PriorityChanged(Priority from, Priority to) implements BuildEvent {}

  /** A later submit of its chat takes its turn. */
  @Serdeable
  record Superseded(UUID by, String reason) implements BuildEvent {}

  /** It waited longer for its first start than it wanted to. */
  @Serdeable
  record Expired(Failure failure) implements BuildEvent {}

  /** Its scope is drained: its slot is wanted back, and it keeps its place. */
  @Serdeable
  record Drained(String scope) implements BuildEvent {}
}
