package dev.slipway.cli.follow;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.shell.Marks;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.AttemptLost;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.ResourceSample;
import dev.slipway.v1.StateChanged;
import dev.slipway.v1.StepFinished;
import dev.slipway.v1.StepStarted;
import dev.slipway.v1.Warning;
import java.util.Locale;

/** Events as people read them: one line each, steps with their times, the log between them. */
public final class EventLines {
  private final Screen screen;
  private final Marks marks;
  private String step = "";

  /** Lines on this screen. */
  public EventLines(Screen screen, Shell shell) {
    this.screen = screen;
    this.marks = new Marks(shell);
  }

  /** Shows an event or a piece of log. */
  public void show(BuildEvent event) {
    switch (event.getEventCase()) {
      case LOG -> screen.log(event.getLog().getData());
      case STATE_CHANGED -> stateChanged(event.getStateChanged(), event);
      case STEP_STARTED -> stepStarted(event.getStepStarted());
      case STEP_FINISHED -> stepFinished(event.getStepFinished());
      case WARNING -> warning(event.getWarning());
      case ATTEMPT_LOST -> attemptLost(event.getAttemptLost(), event.getAttempt());
      case ARTIFACT_READY ->
          note(
              "artifact "
                  + Words.id(event.getArtifactReady().getArtifact())
                  + ", "
                  + Words.size(event.getArtifactReady().getSizeBytes()));
      case PREVIEW_READY -> {
        if (!event.getPreviewReady().getChatUri().isEmpty()) {
          note("the chat's preview is " + event.getPreviewReady().getChatUri());
        }
      }
      case SOURCE_RESOLVED -> note("source is commit " + event.getSourceResolved().getCommit());
      case PRIORITY_CHANGED ->
          note(
              "priority "
                  + EnumNames.brief(event.getPriorityChanged().getTo())
                  + ", was "
                  + EnumNames.brief(event.getPriorityChanged().getFrom()));
      case RESOURCE_SAMPLE -> sample(event);
      case HEARTBEAT, SNAPSHOT, EVENT_NOT_SET -> {}
    }
    // While it waits, that line of the terminal says for what.
    if (event.getSequence() > 0 && !isWaiting(event)) {
      screen.progress(event.getProgress(), step);
    }
  }

  /** Whether the build waited for its turn or for a time after this event. */
  static boolean isWaiting(BuildEvent event) {
    return event.getState() == Build.State.STATE_HELD
        || event.getState() == Build.State.STATE_QUEUED;
  }

  private void sample(BuildEvent event) {
    ResourceSample sample = event.getResourceSample();
    screen.progress(
        event.getProgress(), sample.getStep() + ", " + Words.size(sample.getMemoryBytes()));
  }

  private void stateChanged(StateChanged change, BuildEvent event) {
    switch (event.getState()) {
      case STATE_HELD, STATE_QUEUED, STATE_STARTING, STATE_RUNNING, STATE_STOPPING -> {
        String state = EnumNames.brief(event.getState()).toLowerCase(Locale.ROOT);
        note(change.getMessage().isEmpty() ? state : state + ": " + change.getMessage());
      }
      // The end is told with the whole build, by Ending.
      case STATE_SUCCEEDED, STATE_FAILED, STATE_CANCELLED, STATE_UNSPECIFIED, UNRECOGNIZED -> {}
    }
  }

  private void stepStarted(StepStarted started) {
    step = started.getStep();
    screen.line(
        marks.begins()
            + " "
            + started.getStep()
            + (started.getTitle().isEmpty() ? "" : "  " + started.getTitle()));
  }

  private void stepFinished(StepFinished finished) {
    step = "";
    String time = Words.duration(finished.getDuration());
    if (finished.getSkipped()) {
      screen.line(marks.note() + " " + finished.getStep() + "  skipped");
    } else if (finished.getExitCode() == 0) {
      screen.line(marks.done() + " " + finished.getStep() + "  " + time);
    } else {
      screen.line(
          marks.failed()
              + " "
              + finished.getStep()
              + "  exit code "
              + finished.getExitCode()
              + " after "
              + time);
    }
  }

  private void warning(Warning warning) {
    screen.line(marks.warning() + " " + warning.getMessage() + " (" + warning.getCode() + ")");
  }

  private void attemptLost(AttemptLost lost, int attempt) {
    step = "";
    screen.line(
        marks.warning()
            + " attempt "
            + attempt
            + " was lost: "
            + lost.getFailure().getMessage()
            + (lost.getCounted() ? "" : " (not counted towards the limit)")
            + (lost.hasRetryTime() ? "; tried again at " + Words.time(lost.getRetryTime()) : ""));
  }

  private void note(String text) {
    screen.line(marks.note() + " " + text);
  }
}
