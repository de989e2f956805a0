package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.Chat.OnFailure;
import dev.slipway.v1.DiscardDeadLetterRequest;
import org.junit.jupiter.api.Test;

/** What a chat does when a build of it has failed. */
@BehaviourTest
class OnFailureTest extends Behaviour {
  private static final String GARDEN = "/chats/garden";

  @Test
  void aChatGoesOnAfterAFailureUnlessItWasToldToStop() {
    var failed = client.submit(us, "garden");
    platform.runs();
    var next = client.submit(us, "garden");

    platform.fails(failed);

    assertThat(platform.runs()).containsExactly(next);
    assertThat(client.chat(us + GARDEN).getBlockedBy()).isEmpty();
  }

  @Test
  void aFailureBlocksItsChatAndNoOther() {
    var failed = failedOf("garden");
    var waits = client.submit(us, "garden");
    var orchard = client.submit(us, "orchard");
    var theirs = client.submit(them, "garden");

    assertThat(platform.runs()).containsExactlyInAnyOrder(orchard, theirs);

    assertThat(client.chat(us + GARDEN).getBlockedBy()).isEqualTo(failed);
    assertThat(client.state(waits)).isEqualTo(State.STATE_QUEUED);
    assertThat(client.blockers(waits)).containsExactly(Blocker.Kind.KIND_CHAT_BLOCKED);
    var said = client.blocker(waits, Blocker.Kind.KIND_CHAT_BLOCKED);
    assertThat(said.getHoldersList()).containsExactly(failed);
    assertThat(said.getRemedy()).contains("discard");
    assertThat(said.hasExpectedClearTime()).isFalse();
    assertThat(client.get(waits).getQueueStatus().hasEtaStartP50()).isFalse();
  }

  @Test
  void aRetryOfTheBlockingBuildTakesItsPlaceBeforeAllThatWaits() {
    var failed = failedOf("garden");
    var waits = client.submit(us, "garden");
    var elsewhere = failedOf("orchard");

    var retry = client.retry(failed);

    assertThat(retry)
        .returns(failed, Build::getRetryOf)
        .returns(client.get(failed).getChatSequence(), Build::getChatSequence);
    assertThat(platform.runs()).containsExactly(retry.getName());
    platform.succeeds(retry.getName());
    assertThat(platform.runs()).containsExactly(waits);
    assertThat(client.state(failed)).isEqualTo(State.STATE_FAILED);
    assertThat(client.chat(us + "/chats/orchard").getBlockedBy()).isEqualTo(elsewhere);
  }

  @Test
  void aRetryThatFailsBlocksAgain() {
    var failed = failedOf("garden");
    var waits = client.submit(us, "garden");
    var retry = client.retry(failed).getName();
    platform.runs();

    platform.fails(retry);

    assertThat(client.chat(us + GARDEN).getBlockedBy()).isEqualTo(retry);
    assertThat(platform.runs()).isEmpty();
    assertThat(client.blocker(waits, Blocker.Kind.KIND_CHAT_BLOCKED).getHoldersList())
        .containsExactly(retry);
  }

  @Test
  void aDiscardLetsTheChatGoOnWithoutTheBuildAndLeavesOthersBlocked() {
    var failed = failedOf("garden");
    var waits = client.submit(us, "garden");
    var elsewhere = failedOf("orchard");

    var discarded = discard(failed);

    assertThat(discarded.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(platform.runs()).containsExactly(waits);
    assertThat(client.chat(us + "/chats/orchard").getBlockedBy()).isEqualTo(elsewhere);
    assertThat(Refusal.of(() -> discard(failed)))
        .isEqualTo("FAILED_PRECONDITION NO_DEAD_LETTER precondition NO_DEAD_LETTER " + failed);
  }

  @Test
  void aBlockedChatThatIsToldToContinueGoesOn() {
    failedOf("garden");
    var waits = client.submit(us, "garden");

    client.update(
        us + GARDEN, chat -> chat.setOnFailure(OnFailure.ON_FAILURE_CONTINUE), "on_failure");

    assertThat(client.chat(us + GARDEN).getBlockedBy()).isEmpty();
    assertThat(platform.runs()).containsExactly(waits);
  }

  @Test
  void aCancelBlocksNothing() {
    blocking("garden");
    var cancelled = client.submit(us, "garden");
    platform.runs();
    var waits = client.submit(us, "garden");

    client.cancel(cancelled);
    platform.stops(cancelled);

    assertThat(platform.runs()).containsExactly(waits);
  }

  @Test
  void buildsThatRunBesideTheFailedOneGoOn() {
    client.chat(
        us, "garden", chat -> chat.setOnFailure(OnFailure.ON_FAILURE_BLOCK).setMaxParallel(2));
    var failed = client.submit(us, "garden");
    var beside = client.submit(us, "garden");
    var waits = client.submit(us, "garden");
    platform.runs();

    platform.fails(failed);

    assertThat(platform.runs()).isEmpty();
    assertThat(client.state(beside)).isEqualTo(State.STATE_RUNNING);
    platform.succeeds(beside);
    assertThat(platform.runs()).isEmpty();
    discard(failed);
    assertThat(platform.runs()).containsExactly(waits);
  }

  private void blocking(String chat) {
    client.chat(us, chat, policies -> policies.setOnFailure(OnFailure.ON_FAILURE_BLOCK));
  }

  /** A build that failed and blocks its chat. */
  private String failedOf(String chat) {
    blocking(chat);
    var build = client.submit(us, chat);
    platform.runs();
    platform.fails(build);
    return build;
  }

  private Build discard(String build) {
    return client.queue.discardDeadLetter(
        DiscardDeadLetterRequest.newBuilder().setName(build).build());
  }
}
