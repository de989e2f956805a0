package dev.slipway.coordinator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.slipway.v1.Attempt;
import dev.slipway.v1.Attempt.Outcome;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.Build;
import dev.slipway.v1.Build.State;
import dev.slipway.v1.DiscardDeadLetterRequest;
import dev.slipway.v1.Failure;
import dev.slipway.v1.Failure.Fault;
import dev.slipway.v1.Failure.Reason;
import dev.slipway.v1.RequeueDeadLetterRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Builds that are tried again: by the platform, by hand, and from the dead letters. */
@BehaviourTest
class RetryTest extends Behaviour {

  @Test
  void aLostAttemptIsTriedAgainAtItsPlaceAfterAWhileAndOnlyItsChatWaits() {
    var lost = client.submit(us, "garden");
    platform.runs();
    var behind = client.submit(us, "garden");
    var theirs = client.submit(them, "garden");

    platform.loses(lost);

    assertThat(client.state(lost)).isEqualTo(State.STATE_HELD);
    assertThat(client.blockers(lost)).containsExactly(Blocker.Kind.KIND_BACKOFF);
    assertThat(client.blocker(lost, Blocker.Kind.KIND_BACKOFF).getExpectedClearTime())
        .isEqualTo(client.get(lost).getHoldUntilTime());
    assertThat(client.blocker(behind, Blocker.Kind.KIND_CHAT_PREDECESSOR).getHoldersList())
        .containsExactly(lost);
    assertThat(platform.runs()).containsExactly(theirs);
    platform.minutesPass(1);
    assertThat(platform.runs()).containsExactly(lost);
    assertThat(client.get(lost).getAttempt()).isEqualTo(2);
    platform.succeeds(lost);
    assertThat(platform.runs()).containsExactly(behind);
    assertThat(client.attempts(lost))
        .extracting(
            Attempt::getAttempt, Attempt::getOutcome, attempt -> attempt.getFailure().getReason())
        .containsExactly(
            tuple(1, Outcome.OUTCOME_LOST, Reason.REASON_RUNNER_LOST),
            tuple(2, Outcome.OUTCOME_SUCCEEDED, Reason.REASON_UNSPECIFIED));
  }

  @Test
  void aRunnerWhoseMachineIsAtFaultIsTriedAgainToo() {
    var unlucky = client.submit(us, "garden");
    var theirs = client.submit(them, "garden");
    platform.runs();

    platform.fails(unlucky, dev.slipway.coordinator.build.Failure.Reason.STORE_FULL);

    assertThat(client.blockers(unlucky)).containsExactly(Blocker.Kind.KIND_BACKOFF);
    assertThat(client.state(theirs)).isEqualTo(State.STATE_RUNNING);
    platform.minutesPass(1);
    assertThat(platform.runs()).containsExactly(unlucky);
    assertThat(client.attempts(unlucky).getFirst())
        .returns(Outcome.OUTCOME_LOST, Attempt::getOutcome)
        .satisfies(
            attempt ->
                assertThat(attempt.getFailure().getReason()).isEqualTo(Reason.REASON_STORE_FULL));
    platform.succeeds(unlucky);
    assertThat(client.state(unlucky)).isEqualTo(State.STATE_SUCCEEDED);
  }

  @Test
  void eachFurtherLossWaitsLonger() {
    var lost = client.submit(us, "garden");
    platform.runs();

    platform.loses(lost);
    var first = backoffMillis(lost);
    platform.minutesPass(1);
    platform.runs();
    platform.loses(lost);

    assertThat(first).isBetween(3_000L, 6_100L);
    assertThat(backoffMillis(lost))
        .as("twice 5 s, a fifth more or less")
        .isBetween(7_000L, 12_100L);
  }

  @Test
  void theThirdLossMakesADeadLetterAndTheChatGoesOn() {
    var other = client.submit(them, "garden");
    var lost = deadLetter("garden");
    var behind = client.submit(us, "garden");

    assertThat(client.get(lost))
        .returns(State.STATE_FAILED, Build::getState)
        .returns(true, Build::hasDeadLetterTime);
    assertThat(client.get(lost).getFailure())
        .returns(Reason.REASON_RUNNER_LOST, Failure::getReason)
        .returns(Fault.FAULT_PLATFORM, Failure::getFault);
    assertThat(client.attempts(lost))
        .extracting(Attempt::getOutcome)
        .containsExactly(Outcome.OUTCOME_LOST, Outcome.OUTCOME_LOST, Outcome.OUTCOME_LOST);
    assertThat(client.deadLetters(us)).containsExactly(lost);
    assertThat(client.deadLetters(them)).isEmpty();
    assertThat(platform.runs()).containsExactly(behind);
    assertThat(client.state(other)).isEqualTo(State.STATE_RUNNING);
  }

  @Test
  void whatABuildDoesWrongIsNeverTriedAgain() {
    var failed = client.submit(us, "garden");
    var tooLong = client.submit(us, "orchard");
    platform.runs();

    platform.fails(failed);
    platform.fails(tooLong, dev.slipway.coordinator.build.Failure.Reason.STEP_TIMEOUT);
    platform.minutesPass(5);

    assertThat(platform.runs()).isEmpty();
    for (var build : List.of(failed, tooLong)) {
      assertThat(client.get(build))
          .returns(State.STATE_FAILED, Build::getState)
          .returns(1, Build::getAttempt)
          .returns(false, Build::hasDeadLetterTime);
    }
    assertThat(client.deadLetters(us)).isEmpty();
  }

  @Test
  void aRetryByHandIsANewBuildAtTheEndOfItsChat() {
    var failed = client.submit(us, "garden", build -> build.putLabels("team", "red"));
    platform.runs();
    platform.fails(failed);
    var waits = client.submit(us, "garden");
    var theirs = client.submit(them, "garden");
    var before = client.get(failed);

    var retry = client.retry(failed);

    assertThat(retry)
        .returns(failed, Build::getRetryOf)
        .returns(3L, Build::getChatSequence)
        .returns(before.getStepsList(), Build::getStepsList)
        .returns(before.getLabelsMap(), Build::getLabelsMap);
    assertThat(client.get(failed)).isEqualTo(before);
    assertThat(platform.runs()).containsExactlyInAnyOrder(waits, theirs);
    platform.succeeds(waits);
    assertThat(platform.runs()).containsExactly(retry.getName());
  }

  @Test
  void whatHasNotEndedIsNotRetried() {
    var active = client.submit(us, "garden");
    platform.runs();
    var waiting = client.submit(us, "garden");

    for (var build : List.of(active, waiting)) {
      assertThat(Refusal.of(() -> client.retry(build)))
          .isEqualTo("FAILED_PRECONDITION BUILD_NOT_ENDED precondition BUILD_NOT_ENDED " + build);
    }
    assertThat(client.stored(us)).isEqualTo(2);
  }

  @Test
  void aDeadLetterIsRequeuedOnceHoweverOftenItIsAsked() {
    var letter = deadLetter("garden");
    var other = deadLetter("orchard");

    var made = requeue(letter);

    assertThat(made.getRetryOf()).isEqualTo(letter);
    assertThat(requeue(letter).getName()).isEqualTo(made.getName());
    assertThat(client.get(letter))
        .returns(State.STATE_FAILED, Build::getState)
        .returns(made.getName(), Build::getRequeuedAs)
        .returns(false, Build::hasDeadLetterTime);
    assertThat(client.deadLetters(us)).containsExactly(other);
    assertThat(client.stored(us)).isEqualTo(3);
    assertThat(platform.runs()).containsExactly(made.getName());
  }

  @Test
  void aDiscardedDeadLetterIsOffTheListAndStaysFailed() {
    var letter = deadLetter("garden");
    var other = deadLetter("orchard");

    var discarded =
        client.queue.discardDeadLetter(
            DiscardDeadLetterRequest.newBuilder().setName(letter).build());

    assertThat(discarded.getState()).isEqualTo(State.STATE_FAILED);
    assertThat(client.deadLetters(us)).containsExactly(other);
    assertThat(Refusal.of(() -> requeue(letter)))
        .isEqualTo("FAILED_PRECONDITION NO_DEAD_LETTER precondition NO_DEAD_LETTER " + letter);
    assertThat(platform.runs()).isEmpty();
  }

  /** A build that was lost three times. */
  private String deadLetter(String chat) {
    var build = client.submit(us, chat);
    for (int loss = 1; loss <= 3; loss++) {
      assertThat(platform.runs()).contains(build);
      platform.loses(build);
      platform.minutesPass(1);
    }
    return build;
  }

  private long backoffMillis(String build) {
    return rows.number(
        """
        SELECT CAST(1000 * extract(epoch FROM hold_until - update_time) AS bigint)
          FROM build_waiting
         WHERE build_id = CAST(? AS uuid)
        """,
        build.substring(build.lastIndexOf('/') + 1));
  }

  private Build requeue(String letter) {
    return client.queue.requeueDeadLetter(
        RequeueDeadLetterRequest.newBuilder().setName(letter).build());
  }
}
