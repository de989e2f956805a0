package dev.slipway.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.BuildEvent.Claimed;
import dev.slipway.coordinator.build.BuildEvent.Overdue;
import dev.slipway.coordinator.build.BuildEvent.StepFinished;
import dev.slipway.coordinator.build.BuildEvent.StepStarted;
import dev.slipway.coordinator.build.BuildEvent.StepsFailed;
import dev.slipway.coordinator.build.BuildEvent.StepsSucceeded;
import dev.slipway.coordinator.build.BuildEvent.Warned;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.IllegalTransition;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.ledger.Ledger.Written;
import dev.slipway.coordinator.log.Logs;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class LedgerTest {
  private static final Failure FAILURE = Failure.of(Reason.RUNNER_LOST, "it is gone", "wait");
  private static final Results NOTHING = new Results(List.of(), "", false);

  private final Ledger ledger;
  private final Builds builds;
  private final Logs logs;
  private final TestBuilds make;
  private final TestQueries queries;

  LedgerTest(Ledger ledger, Builds builds, Logs logs, TestBuilds make, TestQueries queries) {
    this.ledger = ledger;
    this.builds = builds;
    this.logs = logs;
    this.make = make;
    this.queries = queries;
  }

  @Test
  void concurrentWritersLeaveNoGapInTheSequence() throws Exception {
    var running = make.aBuild().running();
    var bystander = make.aBuild().running();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var written = new ArrayList<Future<Written>>();
      for (int i = 0; i < 100; i++) {
        var event = warning("W" + i);
        written.add(threads.submit(() -> record(running, event)));
      }
      for (var one : written) {
        assertThat(one.get()).isEqualTo(Written.RECORDED);
      }
    }

    assertThat(sequences(running.build()))
        .isEqualTo(LongStream.rangeClosed(1, 103).boxed().toList());
    assertThat(builds.get(running.build()).lastSequence()).isEqualTo(103);
    assertThat(sequences(bystander.build())).containsExactly(1L, 2L, 3L);
  }

  @Test
  void rowEventAndAttemptAgreeAtEachStop() {
    var build = make.aBuild().queued();
    agrees(build, StateName.QUEUED, 1, 0);

    var held = make.lease(build);
    agrees(build, StateName.STARTING, 2, 1);

    record(held, new Claimed());
    agrees(build, StateName.RUNNING, 3, 1);
    assertThat(builds.get(build).startTime()).isNotNull();

    record(held, new StepStarted("say", "echo hello", 30, 0));
    agrees(build, StateName.RUNNING, 4, 1);
    assertThat(builds.get(build))
        .extracting(BuildRecord::currentStep, BuildRecord::progress)
        .containsExactly("say", 30);

    record(held, new StepFinished("say", 0, 5, false, 0, 7, null));
    agrees(build, StateName.RUNNING, 5, 1);
    assertThat(builds.get(build).currentStep()).isEmpty();
    assertThat(builds.log(build)).isEqualTo(new LogExtent(0, 7));

    record(held, new StepsSucceeded(NOTHING));
    agrees(build, StateName.SUCCEEDED, 6, 1);
    assertThat(builds.get(build))
        .extracting(BuildRecord::progress, BuildRecord::attemptUid, BuildRecord::results)
        .containsExactly(100, null, NOTHING);
    assertThat(outcome(held)).isEqualTo("SUCCEEDED");
  }

  @Test
  void eventsAreReadBackAsTheyWereWritten() {
    var held = make.aBuild().running();
    var failure = new Failure(Reason.STEP_FAILED, "“5” > 4 \\ \n 🙂", "", "say", 137, List.of("a"));

    record(held, new StepStarted("say", "echo", 10, 0));
    record(held, new BuildEvent.SourceResolved("c0ffee"));
    record(held, new StepsFailed(failure));

    assertThat(builds.events(held.build(), 3, 10))
        .extracting(StoredEvent::sequence, StoredEvent::attempt, StoredEvent::body)
        .containsExactly(
            tuple(4L, 1, new StepStarted("say", "echo", 10, 0)),
            tuple(5L, 1, new BuildEvent.SourceResolved("c0ffee")),
            tuple(6L, 1, new StepsFailed(failure)));
    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::failure, BuildRecord::resolvedCommit)
        .containsExactly(failure, "c0ffee");
  }

  @Test
  void anOldAttemptIsFencedAndWritesNothing() {
    var old = make.aBuild().running();
    record(old, new AttemptGone(FAILURE, true));
    var now = make.lease(old.build());
    record(now, new Claimed());
    var before = builds.get(old.build());

    for (var event :
        List.of(warning("LATE"), new StepsSucceeded(NOTHING), new AttemptGone(FAILURE, true))) {
      assertThat(record(old, event)).isEqualTo(Written.FENCED);
    }

    assertThat(builds.get(old.build())).isEqualTo(before);
    assertThat(sequences(old.build())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(outcome(old)).isEqualTo("LOST");
    assertThat(outcome(now)).isNull();
  }

  @Test
  void anAttemptOfAnotherTenantsBuildIsFenced() {
    var held = make.aBuild().running();
    var stranger = new BuildRef(make.aBuild().queued().tenant(), held.build().id());

    var written = ledger.record(stranger, held.attemptUid(), warning("FOREIGN"));

    assertThat(written).isEqualTo(Written.FENCED);
    assertThat(builds.get(held.build()).lastSequence()).isEqualTo(3);
    assertThatThrownBy(() -> ledger.ask(stranger, new CancelAsked("")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void aResultAfterACancelIsAnsweredAndChangesNothing() {
    var held = make.aBuild().stopping();
    var before = builds.get(held.build());

    var written = record(held, new StepsSucceeded(NOTHING));

    assertThat(written).isEqualTo(Written.STOPPING);
    assertThat(builds.get(held.build())).isEqualTo(before);
    assertThat(outcome(held)).isNull();
  }

  @Test
  void whatAStoppingRunnerStillTellsIsKept() {
    var held = make.aBuild().stopping();

    var written = record(held, warning("LAST_WORDS"));

    assertThat(written).isEqualTo(Written.RECORDED);
    agrees(held.build(), StateName.STOPPING, 5, 1);
  }

  @Test
  void aBatchIsStoredWholeOrNotAtAll() {
    var running = make.aBuild().running();
    var stopping = make.aBuild().stopping();

    assertThatThrownBy(
            () ->
                ledger.record(
                    running.build(),
                    running.attemptUid(),
                    List.of(warning("FIRST"), new Claimed())))
        .isInstanceOf(IllegalTransition.class);
    var written =
        ledger.record(
            stopping.build(),
            stopping.attemptUid(),
            List.of(warning("FIRST"), new StepsSucceeded(NOTHING)));

    assertThat(written).isEqualTo(Written.STOPPING);
    assertThat(sequences(running.build())).containsExactly(1L, 2L, 3L);
    assertThat(sequences(stopping.build())).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aBatchOfSeveralEventsTakesConsecutiveSequences() {
    var held = make.aBuild().running();

    ledger.record(
        held.build(),
        held.attemptUid(),
        List.of(warning("A"), warning("B"), new StepsSucceeded(NOTHING)));

    agrees(held.build(), StateName.SUCCEEDED, 6, 1);
    assertThat(sequences(held.build())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void progressNeverFallsWithinAnAttemptAndBeginsAnewInTheNext() {
    var held = make.aBuild().running();

    record(held, new StepStarted("say", "", 60, 0));
    record(held, new StepStarted("again", "", 10, 0));
    assertThat(builds.get(held.build()).progress()).isEqualTo(60);

    record(held, new AttemptGone(FAILURE, true));
    assertThat(builds.get(held.build())).extracting(BuildRecord::progress).isEqualTo(0);
  }

  @Test
  void aWaitingBuildIsCancelledAtOnceAndOnlyOnce() {
    var build = make.aBuild().queued();

    assertThat(ledger.ask(build, new CancelAsked("first"))).isTrue();
    assertThat(ledger.ask(build, new CancelAsked("second"))).isFalse();

    agrees(build, StateName.CANCELLED, 2, 0);
    assertThat(builds.get(build).cancelReason()).isEqualTo("first");
  }

  @Test
  void aBuildThatRanOutOfTimeFailsForThatReasonWhenItsProcessesAreGone() {
    var held = make.aBuild().running();
    var late = Failure.of(Reason.BUILD_TIMEOUT, "too long", "");

    record(held, new Overdue(late));
    agrees(held.build(), StateName.STOPPING, 4, 1);
    record(held, new AttemptGone(FAILURE, true));

    agrees(held.build(), StateName.FAILED, 5, 1);
    assertThat(builds.get(held.build()).failure()).isEqualTo(late);
    assertThat(builds.events(held.build(), 4, 1).getFirst().body())
        .isEqualTo(new AttemptGone(late, true, null));
    assertThat(outcome(held)).isEqualTo("FAILED");
  }

  @Test
  void anAttemptThatIsLostThreeTimesFailsItsBuildAndKeepsEveryCause() {
    var held = make.aBuild().running();
    for (int attempt = 2; attempt <= 3; attempt++) {
      record(held, new AttemptGone(FAILURE, true));
      held = make.lease(held.build());
    }
    record(held, new AttemptGone(FAILURE, true));

    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::state, BuildRecord::losses)
        .containsExactly(StateName.FAILED, 3);
    assertThat(builds.get(held.build()).failure())
        .returns(FAILURE.reason(), Failure::reason)
        .returns(FAILURE.message(), Failure::message)
        .extracting(Failure::hint, STRING)
        .as("nothing tries it again by itself")
        .contains("requeue the dead letter");
    assertThat(
            queries.all(
                String.class,
                "SELECT outcome || ' ' || (failure ->> 'reason') FROM attempt WHERE build_id = ?",
                held.build().id()))
        .containsExactly("LOST RUNNER_LOST", "LOST RUNNER_LOST", "LOST RUNNER_LOST");
  }

  @Test
  void outputAndAnEventThatAreWrittenAtOnceDoNotWaitForEachOther() throws Exception {
    var held = make.aBuild().running();
    record(held, new StepStarted("say", "", 0, 0));
    var locked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writer =
          threads.submit(
              () ->
                  ledger.record(
                      held.build(),
                      Sender.outside(held.attemptUid()),
                      List.of(new StepFinished("say", 0, 1, false, 5, 1, null)),
                      () -> {
                        locked.countDown();
                        open(goOn);
                      }));
      open(locked);
      var appended =
          threads.submit(() -> logs.append(held.build(), held.attemptUid(), 0, 0, new byte[5]));
      await().until(() -> queries.waitingForLocks() > 0);
      goOn.countDown();

      assertThat(writer.get(5, TimeUnit.SECONDS)).isEqualTo(Written.RECORDED);
      assertThat(appended.get(5, TimeUnit.SECONDS)).isEqualTo(Logs.Appended.STORED);
    } finally {
      goOn.countDown();
    }
  }

  /** The end of an attempt and a repeat of its output at once: what is answered must be true. */
  @Test
  void outputIsNotCalledStoredWhenTheAttemptEndsAtThatMoment() throws Exception {
    var held = make.aBuild().running();
    logs.append(held.build(), held.attemptUid(), 0, 0, new byte[5]);
    var ending = new CountDownLatch(1);
    var end = new CountDownLatch(1);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writer =
          threads.submit(
              () ->
                  ledger.record(
                      held.build(),
                      Sender.outside(held.attemptUid()),
                      List.of(new AttemptGone(FAILURE, true)),
                      () -> {
                        ending.countDown();
                        open(end);
                      }));
      open(ending);
      var appended =
          threads.submit(() -> logs.append(held.build(), held.attemptUid(), 0, 3, new byte[5]));
      await().until(() -> queries.waitingForLocks() > 0);
      end.countDown();
      writer.get(5, TimeUnit.SECONDS);

      assertThat(appended.get(5, TimeUnit.SECONDS)).isEqualTo(Logs.Appended.FENCED);
    } finally {
      end.countDown();
    }
    assertThat(logs.whole(held.build()).end()).isEqualTo(5);
  }

  private static void open(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Written record(Held held, BuildEvent event) {
    return ledger.record(held.build(), held.attemptUid(), event);
  }

  private static Warned warning(String code) {
    return new Warned("", code, "something");
  }

  private void agrees(BuildRef build, StateName state, long sequence, int attempt) {
    var row = builds.get(build);
    assertThat(row)
        .extracting(BuildRecord::state, BuildRecord::lastSequence, BuildRecord::attempt)
        .containsExactly(state, sequence, attempt);
    assertThat(builds.events(build, 0, 100).getLast())
        .extracting(
            StoredEvent::sequence, StoredEvent::state, StoredEvent::attempt, StoredEvent::progress)
        .containsExactly(sequence, state, attempt, row.progress());
    assertThat(
            queries.count(
                "SELECT count(*) FROM attempt WHERE build_id = ? AND end_time IS NULL", build.id()))
        .as("open attempts")
        .isEqualTo(state.active() ? 1 : 0);
  }

  private List<Long> sequences(BuildRef build) {
    return builds.events(build, 0, 1000).stream().map(StoredEvent::sequence).toList();
  }

  private String outcome(Held held) {
    return queries.one(
        String.class, "SELECT outcome FROM attempt WHERE attempt_uid = ?", held.attemptUid());
  }

  @Test
  void aBuildThatNeverWasIsRefused() {
    var nobody = new BuildRef("t", UUID.randomUUID());

    assertThatThrownBy(() -> builds.get(nobody)).isInstanceOf(Refusal.class);
    assertThat(builds.find(nobody)).isNull();
  }
}
