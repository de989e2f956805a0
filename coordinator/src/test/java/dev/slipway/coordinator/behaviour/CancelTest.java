package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.BulkCancelBuildsRequest;
import dev.slipway.v1.BulkCancelBuildsResponse;
import dev.slipway.v1.CancelBuildRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Builds that somebody does not want any more. */
@BehaviourTest
class CancelTest extends Behaviour {

  @Test
  void aWaitingBuildIsCancelledAtOnceAndTheOthersOfItsChatKeepTheirOrder() {
    var first = client.submit(us, "garden");
    var unwanted = client.submit(us, "garden");
    var last = client.submit(us, "garden");
    var theirs = client.submit(them, "garden");

    var cancelled = client.cancel(unwanted);

    assertThat(cancelled)
        .returns(State.STATE_CANCELLED, Build::getState)
        .returns("enough", Build::getCancelReason)
        .returns(0, Build::getAttempt)
        .returns("", Build::getSupersededBy)
        .returns(false, Build::hasFailure);
    assertThat(platform.runs()).containsExactlyInAnyOrder(first, theirs);
    platform.succeeds(first);
    assertThat(platform.runs()).containsExactly(last);
  }

  @Test
  void anActiveBuildIsStoppingAndHoldsItsChatAndItsQuotaUntilItIsGone() {
    client.limit(us, quota -> quota.setRunning(1));
    var unwanted = client.submit(us, "garden");
    platform.runs();
    var next = client.submit(us, "garden");
    var orchard = client.submit(us, "orchard");
    var theirs = client.submit(them, "garden");

    assertThat(client.cancel(unwanted).getState()).isEqualTo(State.STATE_STOPPING);

    assertThat(platform.runs()).containsExactly(theirs);
    assertThat(client.usage(us)).containsEntry("running", 1L).containsEntry("cpu_millis", 1_000L);
    platform.stops(unwanted);
    assertThat(client.state(unwanted)).isEqualTo(State.STATE_CANCELLED);
    assertThat(client.usage(us)).containsEntry("running", 0L);
    assertThat(platform.runs()).containsExactly(next);
    assertThat(client.state(orchard)).isEqualTo(State.STATE_QUEUED);
  }

  @Test
  void aLeasedBuildWhoseRunnerHasNotReportedIsStoppedTheSameWay() {
    var unwanted = client.submit(us, "garden");
    platform.starts();

    client.cancel(unwanted);
    platform.stops(unwanted);

    assertThat(client.state(unwanted)).isEqualTo(State.STATE_CANCELLED);
  }

  @Test
  void cancellingAgainChangesNothing() {
    var waiting = client.submit(us, "garden");
    var active = client.submit(us, "orchard");
    var succeeded = client.submit(us, "meadow");
    platform.runs();
    platform.succeeds(succeeded);

    for (var build : List.of(waiting, active, succeeded)) {
      var once = client.cancel(build);

      var again =
          client.builds.cancelBuild(
              CancelBuildRequest.newBuilder().setName(build).setReason("another").build());

      assertThat(again).isEqualTo(once);
    }
    assertThat(client.state(succeeded)).isEqualTo(State.STATE_SUCCEEDED);
    platform.stops(active);
    assertThat(client.cancel(active).getState()).isEqualTo(State.STATE_CANCELLED);
  }

  @Test
  void aResultThatComesAfterTheCancelDoesNotCount() {
    var build = client.submit(us, "garden");
    platform.runs();
    client.cancel(build);

    platform.succeeds(build);

    assertThat(client.state(build)).isEqualTo(State.STATE_STOPPING);
    platform.stops(build);
    assertThat(client.state(build)).isEqualTo(State.STATE_CANCELLED);
  }

  @Test
  void manyAreCountedFirstAndThenCancelledAndNothingElseIs() {
    var running = client.submit(us, "garden");
    var waiting = client.submit(us, "garden");
    var ended = client.submit(us, "meadow");
    platform.runs();
    platform.succeeds(ended);
    var orchard = client.submit(us, "orchard");
    var theirs = client.submit(them, "garden");
    var filter = "chat = \"garden\"";

    var preview = cancelAll(filter, false);

    assertThat(preview.getCount()).isEqualTo(2);
    assertThat(preview.getBuildsList()).containsExactlyInAnyOrder(running, waiting);
    assertThat(client.state(running)).isEqualTo(State.STATE_RUNNING);
    assertThat(client.state(waiting)).isEqualTo(State.STATE_QUEUED);

    var done = cancelAll(filter, true);

    assertThat(done).isEqualTo(preview);
    assertThat(client.state(running)).isEqualTo(State.STATE_STOPPING);
    assertThat(client.get(waiting))
        .returns(State.STATE_CANCELLED, Build::getState)
        .returns("wrong branch", Build::getCancelReason);
    assertThat(client.state(ended)).isEqualTo(State.STATE_SUCCEEDED);
    assertThat(List.of(orchard, theirs))
        .allSatisfy(build -> assertThat(client.state(build)).isEqualTo(State.STATE_QUEUED));
    assertThat(cancelAll(filter, true).getCount()).as("what is stopping matches no more").isZero();
  }

  private BulkCancelBuildsResponse cancelAll(String filter, boolean force) {
    return client.builds.bulkCancelBuilds(
        BulkCancelBuildsRequest.newBuilder()
            .setParent(us)
            .setFilter(filter)
            .setReason("wrong branch")
            .setForce(force)
            .build());
  }
}
