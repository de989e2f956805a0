package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.Priority;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.GetChatQueueRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which order the builds of a chat start, and how many of them run at a time. */
@BehaviourTest
class ChatOrderTest extends Behaviour {

  @Test
  void buildsOfAChatStartOneAtATimeInTheirOrderWhateverTheirPriority() {
    var first = client.submit(us, "garden", build -> build.setPriority(Priority.PRIORITY_LOW));
    var second =
        client.submit(us, "garden", build -> build.setPriority(Priority.PRIORITY_CRITICAL));
    var third = client.submit(us, "garden");
    var orchard = client.submit(us, "orchard");
    var theirs = client.submit(them, "garden");

    assertThat(platform.runs()).containsExactlyInAnyOrder(first, orchard, theirs);
    assertThat(platform.runs()).isEmpty();
    platform.succeeds(first);
    assertThat(platform.runs()).containsExactly(second);
    platform.fails(second);
    assertThat(platform.runs()).containsExactly(third);

    assertThat(List.of(first, second, third))
        .extracting(name -> client.get(name).getChatSequence())
        .containsExactly(1L, 2L, 3L);
    assertThat(client.get(theirs).getChatSequence()).isOne();
    assertThat(List.of(orchard, theirs)).allMatch(this::isRunning);
  }

  @Test
  void aBuildBehindOthersOfItsChatIsToldWhichAndHowMany() {
    var running = client.submit(us, "garden");
    platform.runs();
    var next = client.submit(us, "garden");
    var last = client.submit(us, "garden");
    var elsewhere = client.submit(us, "orchard");

    assertThat(client.blockers(last)).containsExactly(Blocker.Kind.KIND_CHAT_PREDECESSOR);
    assertThat(client.blocker(last, Blocker.Kind.KIND_CHAT_PREDECESSOR).getHoldersList())
        .containsExactly(running, next);
    assertThat(client.get(last).getQueueStatus().getChatPosition()).isEqualTo(2);
    assertThat(client.get(next).getQueueStatus().getChatPosition()).isEqualTo(1);
    assertThat(client.blockers(elsewhere)).isEmpty();
  }

  @Test
  void buildsWithoutAChatWaitForNobody() {
    var alone = List.of(client.submit(us, ""), client.submit(us, ""), client.submit(us, ""));

    assertThat(platform.runs()).containsExactlyInAnyOrderElementsOf(alone);
    assertThat(alone).extracting(name -> client.get(name).getChatSequence()).containsOnly(0L);
  }

  @Test
  void aChatOfTwoSlotsStartsInItsOrderAndEachEndFreesOne() {
    client.chat(us, "garden", chat -> chat.setMaxParallel(2));
    var builds = List.of(submit(), submit(), submit(), submit());
    var orchard = client.submit(us, "orchard");
    var behindIt = client.submit(us, "orchard");

    assertThat(platform.runs())
        .containsExactlyInAnyOrder(builds.get(0), builds.get(1), orchard)
        .containsSubsequence(builds.get(0), builds.get(1));
    platform.succeeds(builds.get(1));
    assertThat(platform.runs()).as("beside the first").containsExactly(builds.get(2));
    platform.succeeds(builds.get(0));
    assertThat(platform.runs()).containsExactly(builds.get(3));

    assertThat(client.state(behindIt)).isEqualTo(State.STATE_QUEUED);
    assertThat(rows.number("SELECT count(DISTINCT slot) FROM build_active WHERE max_parallel = 2"))
        .as("a slot each")
        .isEqualTo(2);
  }

  @Test
  void fewerSlotsStopNothingAndStartNothingUntilItFits() {
    var garden = client.chat(us, "garden", chat -> chat.setMaxParallel(3));
    var builds = List.of(submit(), submit(), submit(), submit());
    assertThat(platform.runs()).isEqualTo(builds.subList(0, 3));

    client.update(garden, chat -> chat.setMaxParallel(1), "max_parallel");

    assertThat(builds.subList(0, 3)).allMatch(this::isRunning);
    platform.succeeds(builds.get(0));
    platform.succeeds(builds.get(2));
    assertThat(platform.runs()).as("one is still active").isEmpty();
    platform.succeeds(builds.get(1));
    assertThat(platform.runs()).containsExactly(builds.get(3));
  }

  @Test
  void aChatShowsWhatWaitsRunsAndHasEndedOfItAndOfNoOther() {
    var ended = submit();
    var running = submit();
    var waiting = submit();
    platform.runs();
    platform.succeeds(ended);
    platform.runs();
    client.submit(us, "orchard");
    client.submit(them, "garden");

    var chat =
        client.queue.getChatQueue(
            GetChatQueueRequest.newBuilder().setName(us + "/chats/garden").build());

    assertThat(chat.getRecentList()).extracting(Build::getName).containsExactly(ended);
    assertThat(chat.getRunningList()).extracting(Build::getName).containsExactly(running);
    assertThat(chat.getPendingList()).extracting(Build::getName).containsExactly(waiting);
    assertThat(chat.getPending(0).getQueueStatus().getChatPosition()).isEqualTo(1);
    assertThat(chat.getPendingTotal()).isEqualTo(1);
    assertThat(chat.getBlockedBy()).isEmpty();
  }

  private String submit() {
    return client.submit(us, "garden");
  }

  private boolean isRunning(String build) {
    return client.state(build) == State.STATE_RUNNING;
  }
}
