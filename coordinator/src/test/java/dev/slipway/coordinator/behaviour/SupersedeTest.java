package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.Supersede;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a submit does to the older builds of its chat, and to no other. */
@BehaviourTest
class SupersedeTest extends Behaviour {
  private String running;
  private String waiting;
  private List<String> bystanders;

  /** A chat of which one build runs and one waits, and others like it. */
  @BeforeEach
  void aBusyChat() {
    running = client.submit(us, "garden");
    var elsewhere = client.submit(us, "orchard");
    var theirs = client.submit(them, "garden");
    platform.runs();
    waiting = client.submit(us, "garden");
    bystanders =
        List.of(elsewhere, theirs, client.submit(us, "orchard"), client.submit(them, "garden"));
  }

  @Test
  void keepAllKeepsAll() {
    newer(Supersede.SUPERSEDE_KEEP_ALL);

    assertThat(client.state(running)).isEqualTo(State.STATE_RUNNING);
    assertThat(client.state(waiting)).isEqualTo(State.STATE_QUEUED);
    bystandersGoOn();
  }

  @Test
  void skipIntermediateCancelsWhatWaitsAndLetsTheRunningOneEnd() {
    var newest = newer(Supersede.SUPERSEDE_SKIP_INTERMEDIATE);

    assertThat(client.get(waiting))
        .returns(State.STATE_CANCELLED, Build::getState)
        .returns(newest, Build::getSupersededBy);
    assertThat(client.state(running)).isEqualTo(State.STATE_RUNNING);
    bystandersGoOn();
    platform.succeeds(running);
    assertThat(platform.runs()).containsExactly(newest);
  }

  @Test
  void cancelRunningStopsTheRunningOneTooAndWaitsUntilItIsGone() {
    var newest = newer(Supersede.SUPERSEDE_CANCEL_RUNNING);

    assertThat(client.state(waiting)).isEqualTo(State.STATE_CANCELLED);
    assertThat(client.state(running)).isEqualTo(State.STATE_STOPPING);
    assertThat(platform.runs()).as("it still holds its chat").isEmpty();
    platform.stops(running);
    assertThat(client.get(running))
        .returns(State.STATE_CANCELLED, Build::getState)
        .returns(newest, Build::getSupersededBy);
    assertThat(platform.runs()).containsExactly(newest);
    bystandersGoOn();
  }

  @Test
  void smartStopsTheRunningOneWhileMoreIsLeftOfItThanWasDone() {
    buildsOfTheGardenTake(10);
    platform.runs();
    platform.minutesPass(4);

    newer(Supersede.SUPERSEDE_SMART);

    assertThat(client.state(waiting)).as("4 of 10 minutes").isEqualTo(State.STATE_STOPPING);
    bystandersGoOn();
  }

  @Test
  void smartLetsTheRunningOneEndWhenLessIsLeftOfItThanWasDone() {
    buildsOfTheGardenTake(10);
    platform.runs();
    platform.minutesPass(6);
    var intermediate = client.submit(us, "garden");

    newer(Supersede.SUPERSEDE_SMART);

    assertThat(client.state(waiting)).as("6 of 10 minutes").isEqualTo(State.STATE_RUNNING);
    assertThat(client.state(intermediate)).isEqualTo(State.STATE_CANCELLED);
    bystandersGoOn();
  }

  @Test
  void theChatsPolicyCountsWhereTheBuildSaysNothingAndTheBuildsWhereItDoes() {
    client.update(
        us + "/chats/garden",
        chat -> chat.setSupersede(Supersede.SUPERSEDE_SKIP_INTERMEDIATE),
        "supersede");

    var kept = newer(Supersede.SUPERSEDE_KEEP_ALL);
    assertThat(client.state(waiting)).isEqualTo(State.STATE_QUEUED);

    var newest = newer(Supersede.SUPERSEDE_UNSPECIFIED);
    assertThat(List.of(waiting, kept))
        .extracting(build -> client.get(build).getSupersededBy())
        .containsOnly(newest);
    bystandersGoOn();
  }

  /** The running one has succeeded after so long. */
  private void buildsOfTheGardenTake(int minutes) {
    platform.minutesPass(minutes);
    platform.succeeds(running);
  }

  private String newer(Supersede how) {
    return client.submit(us, "garden", build -> build.setSupersede(how));
  }

  private void bystandersGoOn() {
    assertThat(bystanders)
        .extracting(client::state)
        .containsExactly(
            State.STATE_RUNNING, State.STATE_RUNNING, State.STATE_QUEUED, State.STATE_QUEUED);
  }
}
