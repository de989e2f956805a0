package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.v1.Build;
import dev.slipway.v1.Build.Priority;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.UpdateBuildRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who goes first among the heads of chats. */
@BehaviourTest
class PriorityTest extends Behaviour {

  @Test
  void theHigherClassGoesFirstAndWithinOneTheOlder() {
    var normal = submit("a", Priority.PRIORITY_NORMAL);
    var unsaid = submit("b", Priority.PRIORITY_UNSPECIFIED);
    var low = submit("c", Priority.PRIORITY_LOW);
    var high = submit("d", Priority.PRIORITY_HIGH);
    var critical = submit("e", Priority.PRIORITY_CRITICAL);

    assertThat(oneAfterTheOther(5)).containsExactly(critical, high, normal, unsaid, low);
    assertThat(client.get(unsaid).getPriority()).isEqualTo(Priority.PRIORITY_NORMAL);
  }

  @Test
  void whatWaitedLongerThanTheHeadStartGoesBeforeAHigherClass() {
    var old = submit("a", Priority.PRIORITY_NORMAL);
    platform.minutesPass(2);
    var younger = submit("b", Priority.PRIORITY_NORMAL);
    platform.minutesPass(4);
    var high = submit("c", Priority.PRIORITY_HIGH);

    assertThat(oneAfterTheOther(3)).as("6 and 4 minutes, of 5").containsExactly(old, high, younger);
  }

  @Test
  void aHeadInheritsTheBestPriorityBehindItAndOtherChatsDoNot() {
    var head = submit("a", Priority.PRIORITY_LOW);
    var lender = submit("a", Priority.PRIORITY_CRITICAL);
    var after = submit("a", Priority.PRIORITY_NORMAL);
    var other = submit("b", Priority.PRIORITY_HIGH);

    assertThat(client.explain(head).getInheritedFrom()).isEqualTo(lender);
    assertThat(client.explain(head).getSortTime()).isEqualTo(client.explain(lender).getSortTime());
    assertThat(client.explain(other).getInheritedFrom()).isEmpty();
    assertThat(client.explain(after).getInheritedFrom()).as("it is behind").isEmpty();
    assertThat(oneAfterTheOther(4)).containsExactly(head, lender, other, after);
  }

  @Test
  void aWaitingBuildAndTheHeadOfItsChatGoEarlierWithAHigherPriority() {
    var other = submit("a", Priority.PRIORITY_NORMAL);
    var head = submit("b", Priority.PRIORITY_NORMAL);
    var raised = submit("b", Priority.PRIORITY_NORMAL);
    var before = client.explain(other).getSortTime();

    assertThat(client.prioritize(raised, Priority.PRIORITY_HIGH).getPriority())
        .isEqualTo(Priority.PRIORITY_HIGH);

    assertThat(client.explain(other).getSortTime()).isEqualTo(before);
    assertThat(client.get(head).getPriority()).isEqualTo(Priority.PRIORITY_NORMAL);
    assertThat(client.explain(head).getInheritedFrom()).isEqualTo(raised);
    assertThat(oneAfterTheOther(3)).containsExactly(head, raised, other);
  }

  @Test
  void aLowerPriorityTakesBackWhatWasLent() {
    var other = submit("a", Priority.PRIORITY_NORMAL);
    var head = submit("b", Priority.PRIORITY_NORMAL);
    var lowered = submit("b", Priority.PRIORITY_CRITICAL);

    client.prioritize(lowered, Priority.PRIORITY_LOW);

    assertThat(client.explain(head).getInheritedFrom()).isEmpty();
    assertThat(oneAfterTheOther(3)).containsExactly(other, head, lowered);
  }

  @Test
  void labelsAndNameChangeWithoutMovingAnything() {
    var first = submit("a", Priority.PRIORITY_NORMAL);
    var second = submit("b", Priority.PRIORITY_NORMAL);
    var place = client.explain(second).getSortTime();

    var updated =
        client.builds.updateBuild(
            UpdateBuildRequest.newBuilder()
                .setBuild(
                    Build.newBuilder()
                        .setName(second)
                        .setDisplayName("spring")
                        .putLabels("team", "red")
                        .setPriority(Priority.PRIORITY_CRITICAL))
                .setUpdateMask(Client.mask("display_name", "labels"))
                .build());

    assertThat(updated)
        .returns("spring", Build::getDisplayName)
        .returns(Map.of("team", "red"), Build::getLabelsMap)
        .returns(Priority.PRIORITY_NORMAL, Build::getPriority);
    assertThat(client.explain(second).getSortTime()).isEqualTo(place);
    assertThat(client.get(first).getLabelsMap()).isEmpty();
    assertThat(oneAfterTheOther(2)).containsExactly(first, second);
  }

  @Test
  void thePriorityOfWhatHasStartedOrEndedStays() {
    var running = submit("a", Priority.PRIORITY_NORMAL);
    var ended = submit("b", Priority.PRIORITY_NORMAL);
    platform.runs();
    platform.succeeds(ended);

    for (var build : List.of(running, ended)) {
      assertThat(Refusal.of(() -> client.prioritize(build, Priority.PRIORITY_HIGH)))
          .isEqualTo(
              "FAILED_PRECONDITION BUILD_NOT_WAITING precondition BUILD_NOT_WAITING " + build);
      assertThat(client.get(build).getPriority()).isEqualTo(Priority.PRIORITY_NORMAL);
    }
    assertThat(client.state(running)).isEqualTo(State.STATE_RUNNING);
  }

  private String submit(String chat, Priority priority) {
    return client.submit(us, chat, build -> build.setPriority(priority));
  }

  /** In which order they start where one runs at a time. */
  private List<String> oneAfterTheOther(int builds) {
    client.limit("cluster", quota -> quota.setRunning(1));
    var order = new ArrayList<String>();
    while (order.size() < builds) {
      var started = platform.runs();
      assertThat(started).hasSize(1);
      order.add(started.getFirst());
      platform.succeeds(started.getFirst());
    }
    return order;
  }
}
