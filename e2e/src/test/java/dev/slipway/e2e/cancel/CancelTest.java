package dev.slipway.e2e.cancel;

import static dev.slipway.e2e.Requests.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.e2e.Folders;
import dev.slipway.e2e.History;
import dev.slipway.e2e.Slipway;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.CancelBuildRequest;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cancelled build ends as CANCELLED, and its chat goes on once its processes are gone. */
class CancelTest {

  @AutoClose private static Slipway slipway;

  @BeforeAll
  static void start() {
    slipway = Slipway.up("--max-builds", "1");
  }

  @Test
  void aRunningBuildIsEndedAndTheNextOfItsChatRuns() {
    var pid = slipway.sandbox().folder("cancel").resolve("pid");
    var endless = "echo $$ > %s; trap '' TERM; while :; do sleep 1; done".formatted(pid);
    var running = slipway.submits().submit(shell(endless).setChat("chat"));
    var next =
        slipway.submits().submit(shell("! kill -0 $(cat %s)".formatted(pid)).setChat("chat"));
    await("the step runs")
        .atMost(Duration.ofMinutes(1))
        .until(() -> Folders.read(pid).endsWith("\n"));

    var stopping = cancel(running, "changed my mind");

    assertThat(stopping.getState()).isIn(State.STATE_STOPPING, State.STATE_CANCELLED);
    var ended = slipway.submits().ended(running);
    assertThat(ended.getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(ended.getCancelReason()).isEqualTo("changed my mind");
    assertThat(ended.hasFailure()).isFalse();
    assertThat(History.states(slipway.submits().events(running)))
        .containsExactly(
            State.STATE_QUEUED,
            State.STATE_STARTING,
            State.STATE_RUNNING,
            State.STATE_STOPPING,
            State.STATE_CANCELLED);
    slipway.submits().succeeded(next);
  }

  @Test
  void aWaitingBuildIsCancelledAtOnce() {
    var first = slipway.submits().submit(shell("sleep 2").setChat("line"));
    var waiting = slipway.submits().submit(shell("echo never").setChat("line"));

    var cancelled = cancel(waiting, "");

    assertThat(cancelled.getState()).isEqualTo(State.STATE_CANCELLED);
    assertThat(slipway.submits().logText(waiting)).isEmpty();
    slipway.submits().succeeded(first);
  }

  @Test
  void cancellingWhatHasEndedChangesNothing() {
    var build = slipway.submits().succeeded(slipway.submits().submit(shell("true")));

    var after = cancel(build, "too late");

    assertThat(after).isEqualTo(build);
  }

  private static Build cancel(Build build, String reason) {
    return slipway
        .builds()
        .cancelBuild(
            CancelBuildRequest.newBuilder().setName(build.getName()).setReason(reason).build());
  }
}
