package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.Chat.Debounce;
import dev.slipway.v1.Failure;
import dev.slipway.v1.Failure.Fault;
import dev.slipway.v1.Failure.Reason;
import dev.slipway.v1.Supersede;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Builds that wait for a time, and builds whose time to wait is over. */
@BehaviourTest
class HoldTest extends Behaviour {

  @Test
  void aDebouncedChatWaitsUntilNoMoreSubmitsCome() {
    debounce(2, 60);
    var first = client.submit(us, "garden");
    var orchard = client.submit(us, "orchard");
    var theirs = client.submit(them, "garden");
    platform.minutesPass(1);
    var second = client.submit(us, "garden");
    platform.minutesPass(1);

    assertThat(platform.runs()).containsExactlyInAnyOrder(orchard, theirs);
    assertThat(List.of(first, second))
        .allSatisfy(build -> assertThat(client.state(build)).isEqualTo(State.STATE_HELD));
    assertThat(client.blockers(first)).containsExactly(Blocker.Kind.KIND_DEBOUNCE);
    assertThat(client.blocker(first, Blocker.Kind.KIND_DEBOUNCE).getExpectedClearTime())
        .isEqualTo(client.get(first).getHoldUntilTime());
    platform.minutesPass(1);
    assertThat(platform.runs()).as("2 minutes after the last submit").containsExactly(first);
    platform.succeeds(first);
    assertThat(platform.runs()).containsExactly(second);
  }

  @Test
  void aDebouncedChatDoesNotWaitForEver() {
    debounce(2, 3);
    var first = client.submit(us, "garden");
    for (int minute = 1; minute <= 2; minute++) {
      platform.minutesPass(1);
      client.submit(us, "garden");
      assertThat(platform.runs()).isEmpty();
    }
    platform.minutesPass(1);

    assertThat(platform.runs()).as("3 minutes after the first").containsExactly(first);
  }

  @Test
  void ofADebouncedChatThatSkipsIntermediateBuildsOnlyTheNewestIsBuilt() {
    client.chat(
        us,
        "garden",
        chat ->
            chat.setSupersede(Supersede.SUPERSEDE_SKIP_INTERMEDIATE).setDebounce(debounced(2, 60)));
    var older = List.of(client.submit(us, "garden"), client.submit(us, "garden"));
    var newest = client.submit(us, "garden");
    platform.minutesPass(3);

    assertThat(platform.runs()).containsExactly(newest);
    assertThat(older).allMatch(build -> client.state(build) == State.STATE_CANCELLED);
  }

  @Test
  void aScheduledBuildAndWhatIsBehindItWaitForItsTimeAndOthersDoNot() {
    var scheduled = client.submit(us, "garden", build -> build.setNotBeforeTime(in(15)));
    var behind = client.submit(us, "garden");
    var orchard = client.submit(us, "orchard");

    assertThat(platform.runs()).containsExactly(orchard);
    assertThat(client.state(scheduled)).isEqualTo(State.STATE_HELD);
    assertThat(client.blockers(scheduled)).containsExactly(Blocker.Kind.KIND_SCHEDULED);
    assertThat(client.get(scheduled).getHoldUntilTime())
        .isEqualTo(client.blocker(scheduled, Blocker.Kind.KIND_SCHEDULED).getExpectedClearTime());
    assertThat(client.blocker(behind, Blocker.Kind.KIND_CHAT_PREDECESSOR).getHoldersList())
        .containsExactly(scheduled);
    platform.minutesPass(14);
    assertThat(platform.runs()).isEmpty();
    platform.minutesPass(1);
    assertThat(platform.runs()).containsExactly(scheduled);
    assertThat(client.state(behind)).isEqualTo(State.STATE_QUEUED);
  }

  @Test
  void aScheduledBuildThatIsCancelledLetsTheNextGo() {
    var scheduled = client.submit(us, "garden", build -> build.setNotBeforeTime(in(15)));
    var behind = client.submit(us, "garden");

    client.cancel(scheduled);

    assertThat(platform.runs()).containsExactly(behind);
  }

  @Test
  void aTimeThatHasPassedIsNoHoldAndOneTooFarAwayIsRefused() {
    var build = client.submit(us, "garden", draft -> draft.setNotBeforeTime(in(-5)));

    assertThat(client.state(build)).isEqualTo(State.STATE_QUEUED);
    assertThat(
            Refusal.of(
                () ->
                    client.submit(us, "garden", draft -> draft.setNotBeforeTime(in(60 * 24 * 31)))))
        .isEqualTo("INVALID_ARGUMENT BAD_REQUEST field build.not_before_time");
    assertThat(client.stored(us)).isOne();
  }

  @Test
  void aBuildThatWaitedLongerThanItsTimeFailsAndOthersGoOn() {
    client.pause(us, pause -> pause.setReason("the time goes on meanwhile"));
    var impatient = client.submit(us, "garden", build -> build.setQueueTtl(minutes(5)));
    var patient = client.submit(us, "garden", build -> build.setQueueTtl(minutes(60)));
    var orchard = client.submit(us, "orchard");
    var theirs = client.submit(them, "garden", build -> build.setQueueTtl(minutes(5)));
    assertThat(platform.runs()).containsExactly(theirs);
    platform.minutesPass(4);
    platform.starts();
    assertThat(client.state(impatient)).isEqualTo(State.STATE_QUEUED);

    platform.minutesPass(2);
    platform.starts();

    assertThat(client.get(impatient))
        .returns(State.STATE_FAILED, Build::getState)
        .returns(false, Build::hasDeadLetterTime);
    assertThat(client.get(impatient).getFailure())
        .returns(Reason.REASON_QUEUE_TTL_EXPIRED, Failure::getReason)
        .returns(Fault.FAULT_QUOTA, Failure::getFault);
    assertThat(client.state(theirs)).as("it had started").isEqualTo(State.STATE_RUNNING);
    client.resume(us);
    assertThat(platform.runs()).containsExactlyInAnyOrder(patient, orchard);
  }

  @Test
  void theTimeToWaitCountsToTheFirstStartOnly() {
    var build = client.submit(us, "garden", draft -> draft.setQueueTtl(minutes(5)));
    platform.runs();
    platform.loses(build);

    platform.minutesPass(10);

    assertThat(platform.runs()).containsExactly(build);
  }

  private void debounce(int delay, int maxDelay) {
    client.chat(us, "garden", chat -> chat.setDebounce(debounced(delay, maxDelay)));
  }

  private static Debounce debounced(int delay, int maxDelay) {
    return Debounce.newBuilder().setDelay(minutes(delay)).setMaxDelay(minutes(maxDelay)).build();
  }

  private static Duration minutes(int minutes) {
    return Duration.newBuilder().setSeconds(60L * minutes).build();
  }

  private static Timestamp in(int minutes) {
    return Timestamp.newBuilder()
        .setSeconds(Instant.now().plusSeconds(60L * minutes).getEpochSecond())
        .build();
  }
}
