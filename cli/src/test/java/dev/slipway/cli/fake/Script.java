package dev.slipway.cli.fake;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.Failure;
import dev.slipway.v1.LogChunk;
import dev.slipway.v1.StateChanged;
import dev.slipway.v1.StepFinished;
import dev.slipway.v1.StepStarted;
import java.util.ArrayList;
import java.util.List;

/** What will happen to a build: its events in order, with the log between them. */
public final class Script {
  public static final String BUILD = "tenants/default/builds/0199c1e0-0000-7000-8000-000000000001";

  private final List<BuildEvent> events = new ArrayList<>();
  private final Build.Builder ended = Build.newBuilder().setName(BUILD);
  private long sequence;
  private long offset;

  private Script() {}

  /** A website that builds in one step and prints a line. */
  public static Script ofSuccess() {
    return new Script()
        .state(Build.State.STATE_QUEUED)
        .state(Build.State.STATE_RUNNING)
        .started("build", "npm run build")
        .log("built in 1 s\n")
        .finished("build", 0)
        .ends(
            Build.State.STATE_SUCCEEDED, Build.newBuilder().setPreviewUri("http://b.localhost:1/"));
  }

  /** A website whose build step ends with code 2. */
  public static Script ofFailure() {
    return ofFailure(Build.newBuilder());
  }

  /** As {@link #ofFailure()}, with fields of the build's own. */
  public static Script ofFailure(Build.Builder fields) {
    Failure failure =
        Failure.newBuilder()
            .setReason(Failure.Reason.REASON_STEP_FAILED)
            .setFault(Failure.Fault.FAULT_USER)
            .setStep("build")
            .setExitCode(2)
            .setMessage("step build ended with exit code 2")
            .addLastLines("error TS2322: wrong type")
            .setHint("mend src/main.ts")
            .build();
    return new Script()
        .state(Build.State.STATE_QUEUED)
        .started("build", "npm run build")
        .log("error TS2322: wrong type\n")
        .finished("build", 2)
        .ends(Build.State.STATE_FAILED, fields.setFailure(failure));
  }

  /** A build that somebody cancels. */
  public static Script ofCancel() {
    return new Script()
        .state(Build.State.STATE_QUEUED)
        .ends(Build.State.STATE_CANCELLED, Build.newBuilder().setCancelReason("no longer wanted"));
  }

  private Script state(Build.State state) {
    return stored(
        BuildEvent.newBuilder().setStateChanged(StateChanged.getDefaultInstance()), state);
  }

  private Script started(String step, String title) {
    return stored(
        BuildEvent.newBuilder()
            .setStepStarted(StepStarted.newBuilder().setStep(step).setTitle(title)),
        Build.State.STATE_RUNNING);
  }

  private Script finished(String step, int exitCode) {
    return stored(
        BuildEvent.newBuilder()
            .setStepFinished(StepFinished.newBuilder().setStep(step).setExitCode(exitCode)),
        Build.State.STATE_RUNNING);
  }

  private Script log(String text) {
    ByteString data = ByteString.copyFromUtf8(text);
    events.add(
        BuildEvent.newBuilder()
            .setBuild(BUILD)
            .setLog(LogChunk.newBuilder().setOffset(offset).setData(data))
            .build());
    offset += data.size();
    return this;
  }

  private Script ends(Build.State state, Build.Builder fields) {
    ended
        .mergeFrom(fields.build())
        .setState(state)
        .setTemplate("website")
        .setCreateTime(Timestamps.fromSeconds(1_000))
        .setEndTime(Timestamps.fromSeconds(1_012));
    return state(state);
  }

  private Script stored(BuildEvent.Builder event, Build.State state) {
    events.add(
        event
            .setBuild(BUILD)
            .setSequence(++sequence)
            .setEventTime(Timestamps.fromSeconds(1_000 + sequence))
            .setState(state)
            .build());
    return this;
  }

  /** Everything, in order. */
  List<BuildEvent> events() {
    return events;
  }

  /** The build after its last event. */
  Build ended() {
    return ended.build();
  }
}
