package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.google.protobuf.Timestamp;
import dev.slipway.v1.Attempt;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.Failure;
import dev.slipway.v1.GetQueueRequest;
import dev.slipway.v1.Pause;
import dev.slipway.v1.Pause.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pause holds, and what not. */
@BehaviourTest
class PauseTest extends Behaviour {

  /** A scope, and whether orchard, which is of another project, and the other tenant are of it. */
  @ParameterizedTest
  @CsvSource({
    "chat, false, false",
    "project, false, false",
    "tenant, true, false",
    "cluster, true, true"
  })
  void nothingOfAPausedScopeStartsAndTheRestDoes(String kind, boolean orchardToo, boolean all) {
    client.chat(us, "garden", chat -> chat.setProject("shop"));
    var running = client.submit(us, "garden");
    platform.runs();
    platform.succeeds(running);
    var scope = scope(kind);

    var paused = client.pause(scope, pause -> pause.setMode(Mode.MODE_HOLD));
    var garden = client.submit(us, "garden");
    var orchard = client.submit(us, "orchard");
    var theirs = client.submit(them, "garden");

    var free = new ArrayList<String>();
    if (!orchardToo) {
      free.add(orchard);
    }
    if (!all) {
      free.add(theirs);
    }
    assertThat(platform.runs()).containsExactlyInAnyOrderElementsOf(free);
    assertThat(client.state(garden)).isEqualTo(State.STATE_QUEUED);
    assertThat(client.blockers(garden)).containsExactly(Blocker.Kind.KIND_PAUSED);
    var said = client.blocker(garden, Blocker.Kind.KIND_PAUSED);
    assertThat(said.getHoldersList()).containsExactly(scope);
    assertThat(said.getMessage()).contains("ada", "repairs");
    assertThat(said.getRemedy()).isEqualTo("slipway resume " + scope);
    assertThat(pauses(us + "/chats/garden")).containsExactly(paused);
    assertThat(paused.hasPauseTime()).isTrue();
    client.resume(scope);
    assertThat(platform.runs()).contains(garden).hasSize(3 - free.size());
  }

  @ParameterizedTest
  @CsvSource({"chat", "project", "tenant", "cluster"})
  void whatRunsGoesOnUnderAHold(String kind) {
    client.chat(us, "garden", chat -> chat.setProject("shop"));
    var running = client.submit(us, "garden");
    platform.runs();

    client.pause(scope(kind), pause -> pause.setMode(Mode.MODE_HOLD));
    platform.isLookedAfter();

    assertThat(client.state(running)).isEqualTo(State.STATE_RUNNING);
    platform.succeeds(running);
    assertThat(client.state(running)).isEqualTo(State.STATE_SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource({"chat", "project", "tenant", "cluster"})
  void aDrainStopsWhatRunsUncountedAndItKeepsItsPlace(String kind) {
    client.chat(us, "garden", chat -> chat.setProject("shop"));
    var running = client.submit(us, "garden");
    var behind = client.submit(us, "garden");
    var orchard = client.submit(us, "orchard");
    var theirs = client.submit(them, "garden");
    platform.runs();
    var scope = scope(kind);

    client.pause(scope, pause -> pause.setMode(Mode.MODE_DRAIN));
    platform.isLookedAfter();

    assertThat(client.state(running)).isEqualTo(State.STATE_STOPPING);
    platform.stops(running);
    assertThat(client.state(running)).isEqualTo(State.STATE_QUEUED);
    assertThat(platform.runs()).isEmpty();
    var drained =
        List.of(orchard, theirs).stream()
            .filter(build -> client.state(build) == State.STATE_STOPPING)
            .toList();
    assertThat(drained)
        .as("bystanders")
        .isEqualTo(
            switch (kind) {
              case "tenant" -> List.of(orchard);
              case "cluster" -> List.of(orchard, theirs);
              default -> List.of();
            });
    drained.forEach(platform::stops);
    client.resume(scope);
    assertThat(platform.runs()).contains(running).doesNotContain(behind);
    assertThat(client.attempts(running))
        .extracting(Attempt::getOutcome, attempt -> attempt.getFailure().getReason())
        .containsExactly(
            tuple(Attempt.Outcome.OUTCOME_LOST, Failure.Reason.REASON_PREEMPTED),
            tuple(Attempt.Outcome.OUTCOME_UNSPECIFIED, Failure.Reason.REASON_UNSPECIFIED));
    for (int loss = 1; loss <= 2; loss++) {
      platform.loses(running);
      assertThat(client.state(running)).as("the drain did not count").isEqualTo(State.STATE_HELD);
      platform.minutesPass(2);
      platform.runs();
    }
  }

  @Test
  void aPauseWithAnEndIsOverByItself() {
    var until =
        Timestamp.newBuilder().setSeconds(Instant.now().plusSeconds(300).getEpochSecond()).build();
    client.pause(us, pause -> pause.setUntilTime(until));
    var theirs = client.pause(them, pause -> pause.setPausedBy("bob"));
    var build = client.submit(us, "garden");
    client.submit(them, "garden");
    assertThat(platform.runs()).isEmpty();
    assertThat(client.blocker(build, Blocker.Kind.KIND_PAUSED).getExpectedClearTime())
        .isEqualTo(until);

    platform.minutesPass(6);

    assertThat(platform.runs()).containsExactly(build);
    assertThat(pauses(us)).isEmpty();
    assertThat(pauses(them)).extracting(Pause::getPausedBy).containsExactly(theirs.getPausedBy());
  }

  @Test
  void pausesOfSeveralScopesDoNotMix() {
    client.pause("cluster", pause -> pause.setPausedBy("ops"));
    client.pause(us, pause -> pause.setPausedBy("ada"));
    var build = client.submit(us, "garden");
    var theirs = client.submit(them, "garden");
    assertThat(client.blockers(build))
        .containsExactly(Blocker.Kind.KIND_PAUSED, Blocker.Kind.KIND_PAUSED);

    client.resume("cluster");

    assertThat(platform.runs()).containsExactly(theirs);
    assertThat(client.blocker(build, Blocker.Kind.KIND_PAUSED).getHoldersList())
        .containsExactly(us);
    client.resume(us);
    assertThat(platform.runs()).containsExactly(build);
  }

  @Test
  void aDrainedBuildThatIsCancelledMeanwhileIsCancelled() {
    var build = client.submit(us, "garden");
    var next = client.submit(us, "garden");
    platform.runs();
    client.pause(us, pause -> pause.setMode(Mode.MODE_DRAIN));
    platform.isLookedAfter();

    client.cancel(build);
    platform.stops(build);

    assertThat(client.get(build))
        .returns(State.STATE_CANCELLED, Build::getState)
        .returns("enough", Build::getCancelReason);
    client.resume(us);
    assertThat(platform.runs()).containsExactly(next);
  }

  private List<Pause> pauses(String scope) {
    return client
        .queue
        .getQueue(GetQueueRequest.newBuilder().setScope(scope).build())
        .getPausesList();
  }

  private String scope(String kind) {
    return switch (kind) {
      case "tenant" -> us;
      case "project" -> us + "/projects/shop";
      case "chat" -> us + "/chats/garden";
      default -> "cluster";
    };
  }
}
