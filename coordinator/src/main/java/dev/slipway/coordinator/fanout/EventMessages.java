package dev.slipway.coordinator.fanout;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
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
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.build.Usage;
import dev.slipway.coordinator.ledger.StepSampled;
import dev.slipway.coordinator.ledger.StoredEvent;
import dev.slipway.v1.ArtifactReady;
import dev.slipway.v1.AttemptLost;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.Failure;
import dev.slipway.v1.Heartbeat;
import dev.slipway.v1.LogChunk;
import dev.slipway.v1.PreviewReady;
import dev.slipway.v1.ResourceSample;
import dev.slipway.v1.StateChanged;
import dev.slipway.v1.Warning;
import java.time.Instant;

/** Says stored events as messages. Pure. */
public final class EventMessages {
  private EventMessages() {}

  /** A stored event as clients see it. */
  public static BuildEvent message(BuildRef build, StoredEvent event) {
    var message =
        BuildEvent.newBuilder()
            .setBuild(build.name())
            .setSequence(event.sequence())
            .setAttempt(event.attempt())
            .setEventTime(timestamp(event.eventTime()))
            .setState(state(event.state()))
            .setProgress(event.progress());
    switch (event.body()) {
      case Submitted _ ->
          message.setStateChanged(
              changed(event, event.state() == StateName.HELD ? "Held." : "Queued."));
      case Released _ -> message.setStateChanged(changed(event, "Queued."));
      case PriorityChanged e ->
          message.setPriorityChanged(
              dev.slipway.v1.PriorityChanged.newBuilder()
                  .setFrom(priority(e.from()))
                  .setTo(priority(e.to())));
      case Superseded e -> message.setStateChanged(changed(event, e.reason()));
      case Expired e ->
          message.setStateChanged(
              changed(event, e.failure().message()).setFailure(failure(e.failure())));
      case Drained e ->
          message.setStateChanged(
              changed(event, e.scope() + " is drained; the build keeps its place."));
      case Leased _ ->
          message.setStateChanged(changed(event, "Attempt " + event.attempt() + " starts."));
      case Claimed _ -> message.setStateChanged(changed(event, "The runner is at work."));
      case SourceResolved e ->
          message.setSourceResolved(
              dev.slipway.v1.SourceResolved.newBuilder().setCommit(e.commit()));
      case StepStarted e ->
          message.setStepStarted(
              dev.slipway.v1.StepStarted.newBuilder().setStep(e.step()).setTitle(e.title()));
      case StepFinished e -> message.setStepFinished(finished(e));
      case Warned e ->
          message.setWarning(
              Warning.newBuilder().setStep(e.step()).setCode(e.code()).setMessage(e.message()));
      case ArtifactStored e ->
          message.setArtifactReady(
              ArtifactReady.newBuilder()
                  .setArtifact(build.name() + "/artifacts/" + e.artifact())
                  .setSizeBytes(e.sizeBytes()));
      case PreviewServed e ->
          message.setPreviewReady(
              PreviewReady.newBuilder().setUri(e.uri()).setChatUri(e.chatUri()));
      case StepsSucceeded _ -> message.setStateChanged(changed(event, "Succeeded."));
      case StepsFailed e ->
          message.setStateChanged(
              changed(event, e.failure().message()).setFailure(failure(e.failure())));
      case CancelAsked e ->
          message.setStateChanged(
              changed(event, e.reason().isEmpty() ? "Cancelled." : "Cancelled: " + e.reason()));
      case BrokeProtocol e -> message.setStateChanged(changed(event, e.failure().message()));
      case Overdue e -> message.setStateChanged(changed(event, e.failure().message()));
      case AttemptGone e -> gone(event, e, message);
    }
    return message.build();
  }

  /** Lost and queued again, or the end that a stopping build was waiting for. */
  private static void gone(StoredEvent event, AttemptGone gone, BuildEvent.Builder message) {
    switch (event.state()) {
      case HELD, QUEUED -> {
        var lost =
            AttemptLost.newBuilder().setFailure(failure(gone.failure())).setCounted(gone.counted());
        if (gone.retryTime() != null) {
          lost.setRetryTime(timestamp(gone.retryTime()));
        }
        message.setAttemptLost(lost);
      }
      case CANCELLED ->
          message.setStateChanged(changed(event, "Cancelled; every process is gone."));
      default ->
          message.setStateChanged(
              changed(event, gone.failure().message()).setFailure(failure(gone.failure())));
    }
  }

  private static StateChanged.Builder changed(StoredEvent event, String message) {
    var changed = StateChanged.newBuilder().setMessage(message);
    if (event.stateBefore() != null) {
      changed.setFrom(state(event.stateBefore()));
    }
    return changed;
  }

  private static dev.slipway.v1.StepFinished finished(StepFinished event) {
    var message =
        dev.slipway.v1.StepFinished.newBuilder()
            .setStep(event.step())
            .setExitCode(event.exitCode())
            .setSkipped(event.skipped())
            .setDuration(duration(event.millis()));
    if (event.usage() != null) {
      message.setUsage(usage(event.usage()));
    }
    return message.build();
  }

  /** What was used. */
  public static dev.slipway.v1.Usage usage(Usage usage) {
    return dev.slipway.v1.Usage.newBuilder()
        .setCpuTime(duration(usage.cpuMillis()))
        .setMemoryPeakBytes(usage.memoryPeakBytes())
        .build();
  }

  private static Duration.Builder duration(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos((int) (millis % 1000) * 1_000_000);
  }

  /** A piece of the log; it is not stored as an event and has no sequence. */
  static BuildEvent log(BuildRef build, StateName state, long offset, ByteString data) {
    return BuildEvent.newBuilder()
        .setBuild(build.name())
        .setState(state(state))
        .setLog(LogChunk.newBuilder().setOffset(offset).setData(data))
        .build();
  }

  /** Tells that the stream is alive, and how far it is. */
  static BuildEvent heartbeat(BuildRef build, StateName state, long lastSequence) {
    return BuildEvent.newBuilder()
        .setBuild(build.name())
        .setState(state(state))
        .setHeartbeat(Heartbeat.newBuilder().setLastSequence(lastSequence))
        .build();
  }

  /** The build as it is, for the beginning of a stream. */
  static BuildEvent snapshot(Build build) {
    return BuildEvent.newBuilder()
        .setBuild(build.getName())
        .setSequence(build.getLastSequence())
        .setAttempt(build.getAttempt())
        .setEventTime(build.getUpdateTime())
        .setState(build.getState())
        .setProgress(build.getProgress())
        .setSnapshot(build)
        .build();
  }

  /** What a step uses at a moment; it is not stored. */
  static BuildEvent sample(StepSampled sampled) {
    return BuildEvent.newBuilder()
        .setBuild(sampled.build().name())
        .setAttempt(sampled.attempt())
        .setState(state(sampled.state()))
        .setProgress(sampled.progress())
        .setResourceSample(
            ResourceSample.newBuilder()
                .setStep(sampled.step())
                .setElapsed(duration(sampled.elapsed()))
                .setCpuTime(duration(sampled.cpuTime()))
                .setMemoryBytes(sampled.memoryBytes())
                .setMemoryPeakBytes(sampled.memoryPeakBytes()))
        .build();
  }

  private static Duration duration(java.time.Duration time) {
    return Duration.newBuilder().setSeconds(time.toSeconds()).setNanos(time.toNanosPart()).build();
  }

  /** A state's name in the protocol. */
  public static Build.State state(StateName state) {
    return Build.State.valueOf("STATE_" + state.name());
  }

  /** A priority's name in the protocol. */
  public static Build.Priority priority(Priority priority) {
    return Build.Priority.valueOf("PRIORITY_" + priority.name());
  }

  /** A failure as clients see it. */
  public static Failure failure(dev.slipway.coordinator.build.Failure failure) {
    var message =
        Failure.newBuilder()
            .setReason(Failure.Reason.valueOf("REASON_" + failure.reason().name()))
            .setFault(Failure.Fault.valueOf("FAULT_" + failure.fault().name()))
            .setMessage(failure.message())
            .setHint(failure.hint())
            .setStep(failure.step())
            .addAllLastLines(failure.lastLines());
    if (failure.exitCode() != null) {
      message.setExitCode(failure.exitCode());
    }
    return message.build();
  }

  /** A point in time as clients see it. */
  public static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
