package dev.slipway.cli.events;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.AttemptLost;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.StateChanged;
import dev.slipway.v1.StepFinished;

/** What happened, in a few words. Pure. */
final class EventWords {
  private EventWords() {}

  static String of(BuildEvent event) {
    return switch (event.getEventCase()) {
      case STATE_CHANGED -> changed(event.getStateChanged());
      case STEP_STARTED ->
          "step "
              + event.getStepStarted().getStep()
              + " begins"
              + (event.getStepStarted().getTitle().isEmpty()
                  ? ""
                  : ": " + event.getStepStarted().getTitle());
      case STEP_FINISHED -> finished(event.getStepFinished());
      case WARNING ->
          "warning " + event.getWarning().getCode() + ": " + event.getWarning().getMessage();
      case ATTEMPT_LOST -> lost(event.getAttemptLost(), event.getAttempt());
      case ARTIFACT_READY ->
          "artifact "
              + Words.id(event.getArtifactReady().getArtifact())
              + ", "
              + Words.size(event.getArtifactReady().getSizeBytes());
      case PREVIEW_READY -> "preview " + event.getPreviewReady().getUri();
      case SOURCE_RESOLVED -> "source is commit " + event.getSourceResolved().getCommit();
      case PRIORITY_CHANGED ->
          "priority "
              + EnumNames.brief(event.getPriorityChanged().getTo())
              + ", was "
              + EnumNames.brief(event.getPriorityChanged().getFrom());
      case LOG, HEARTBEAT, SNAPSHOT, RESOURCE_SAMPLE, EVENT_NOT_SET -> "";
    };
  }

  private static String changed(StateChanged change) {
    if (!change.hasFailure()) {
      return change.getMessage();
    }
    return EnumNames.brief(change.getFailure().getReason())
        + ": "
        + (change.getMessage().isEmpty() ? change.getFailure().getMessage() : change.getMessage());
  }

  private static String finished(StepFinished finished) {
    String step = "step " + finished.getStep();
    if (finished.getSkipped()) {
      return step + " skipped";
    }
    return step
        + " ends with "
        + finished.getExitCode()
        + " after "
        + Words.duration(finished.getDuration());
  }

  private static String lost(AttemptLost lost, int attempt) {
    return "attempt "
        + attempt
        + " was lost: "
        + lost.getFailure().getMessage()
        + (lost.getCounted() ? "" : " (not counted)");
  }
}
