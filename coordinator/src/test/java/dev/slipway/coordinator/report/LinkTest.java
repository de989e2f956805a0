package dev.slipway.coordinator.report;

import static dev.slipway.coordinator.report.TestRunner.event;
import static dev.slipway.coordinator.report.TestRunner.finished;
import static dev.slipway.coordinator.report.TestRunner.log;
import static dev.slipway.coordinator.report.TestRunner.result;
import static dev.slipway.coordinator.report.TestRunner.started;
import static dev.slipway.coordinator.report.TestRunner.summed;
import static dev.slipway.coordinator.report.TestRunner.warning;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.blob.Sha256;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.Nack;
import dev.slipway.runner.v1.Result.Outcome;
import dev.slipway.runner.v1.Welcome;
import io.grpc.Status;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A runner whose link breaks comes back, and both find out where they stand. */
@CoordinatorTest
class LinkTest {
  private final TestServer server;
  private final Ledger ledger;
  private final Builds builds;
  private final Logs logs;
  private final Renewals renewals;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;
  private final HeardSamples samples;

  LinkTest(
      TestServer server,
      Ledger ledger,
      Builds builds,
      Logs logs,
      Renewals renewals,
      TestBuilds make,
      TestRows rows,
      TestQueries queries,
      HeardSamples samples) {
    this.samples = samples;
    this.server = server;
    this.ledger = ledger;
    this.builds = builds;
    this.logs = logs;
    this.renewals = renewals;
    this.make = make;
    this.rows = rows;
    this.queries = queries;
  }

  @Test
  void theFirstWelcomeTellsTheTerms() throws Exception {
    var welcome = connect(make.aBuild().starting(), "boot").welcome();

    assertThat(welcome.getProtocol()).isEqualTo(2);
    assertThat(welcome.getConnGen()).isOne();
    assertThat(welcome.getAck()).isEqualTo(Ack.getDefaultInstance());
    assertThat(welcome.getBeatInterval().getSeconds()).isEqualTo(5);
    assertThat(welcome.getFenceAfter().getSeconds()).isEqualTo(600);
  }

  @Test
  void aRunnerThatComesBackGoesOnBehindWhatIsCommitted() throws Exception {
    var held = make.aBuild().starting();
    var first = connect(held, "boot").runner();
    first.say(event(started(1, 0, "say")));
    first.say(log(0, "hello ".getBytes(UTF_8)));
    first.hears();
    first.hears();
    first.cuts();

    var again = connect(held, "boot");
    assertThat(again.welcome().getConnGen()).isEqualTo(2);
    assertThat(again.welcome().getAck())
        .isEqualTo(Ack.newBuilder().setEventSeq(1).setLogSize(6).build());
    assertThat(again.welcome().getPlan().getStepsCount()).isOne();
    var runner = again.runner();
    // What was sent before the cut, and perhaps not heard.
    runner.say(event(started(1, 0, "say")));
    assertThat(runner.hears().getAck().getEventSeq()).isOne();
    runner.say(log(0, "hello world".getBytes(UTF_8)));
    assertThat(runner.hears().getAck().getLogSize()).isEqualTo(11);
    runner.say(event(finished(2, 11, "say", 0)));
    assertThat(runner.hears().getAck().getEventSeq()).isEqualTo(2);
    runner.say(
        result(summed(result(3, Outcome.OUTCOME_SUCCEEDED, 11), "hello world".getBytes(UTF_8))));

    assertThat(runner.hears().getAck().getEventSeq()).isEqualTo(3);
    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(state(held)).isEqualTo(StateName.SUCCEEDED);
    assertThat(logs.read(held.build(), 0, 100)).asString(UTF_8).isEqualTo("hello world");
    assertThat(builds.events(held.build(), 0, 100)).hasSize(6);
  }

  @Test
  void aStepThatEndedBeforeTheCutCannotEndAgain() throws Exception {
    var held = make.aBuild().starting();
    var first = connect(held, "boot").runner();
    first.say(event(started(1, 0, "say")));
    first.say(event(finished(2, 0, "say", 0)));
    first.hears();
    first.hears();

    var runner = connect(held, "boot").runner();
    runner.say(event(finished(3, 0, "say", 0)));

    assertThat(runner.closes().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void theOlderStreamIsClosedAndWritesNothing() throws Exception {
    var held = make.aBuild().starting();
    var older = connect(held, "boot").runner();

    var newer = connect(held, "boot").runner();

    assertThat(older.closes().getCode()).isEqualTo(Status.Code.ABORTED);
    newer.say(event(started(1, 0, "say")));
    assertThat(newer.hears().getAck().getEventSeq()).isOne();
  }

  /** As when the newer stream is another coordinator's, so that nobody here knows of it. */
  @Test
  void anOlderStreamThatNobodyHereClosedIsFencedByTheStoreAndItsRunnerLives() throws Exception {
    for (var word :
        new dev.slipway.runner.v1.ConnectRequest[] {
          event(warning(1, "W", "")),
          log(0, "late".getBytes(UTF_8)),
          result(summed(result(1, Outcome.OUTCOME_SUCCEEDED, 0)))
        }) {
      var held = make.aBuild().starting();
      var older = connect(held, "boot").runner();
      rows.execute(
          "UPDATE build_active SET conn_gen = conn_gen + 1 WHERE build_id = ?", held.build().id());

      older.say(word);

      assertThat(older.closes().getCode()).as(word.toString()).isEqualTo(Status.Code.ABORTED);
      assertThat(older.hearsNothing()).as("not Fenced: that would end its steps").isTrue();
      assertThat(state(held)).isEqualTo(StateName.RUNNING);
      assertThat(builds.get(held.build()).lastSequence()).isEqualTo(3);
      assertThat(logs.whole(held.build()).end()).isZero();
    }
  }

  @Test
  void anotherProcessOfThePodIsFencedAndAnotherPodParks() throws Exception {
    var held = make.aBuild().starting();
    var runner = connect(held, "boot").runner();

    var process = TestRunner.connect(server.channel(held.token()));
    process.hello(held, "pod", "another", ByteString.EMPTY);
    assertThat(process.hears().getFenced().getWhy()).contains("work folder");
    assertThat(process.closes()).isEqualTo(Status.OK);

    var pod = TestRunner.connect(server.channel(held.token()));
    pod.hello(held, "other-pod", "another", ByteString.EMPTY);
    assertThat(pod.hears().hasPark()).isTrue();
    assertThat(pod.isOpen()).isTrue();

    runner.say(event(started(1, 0, "say")));
    assertThat(runner.hears().getAck().getEventSeq()).isOne();
  }

  @Test
  void whatIsMissingOrDamagedIsAskedForAgain() throws Exception {
    var held = make.aBuild().starting();
    var runner = connect(held, "boot").runner();
    runner.say(event(started(1, 0, "say")));
    runner.hears();

    runner.say(log(0, 1, "damaged".getBytes(UTF_8)));
    assertThat(runner.hears().getNack()).isEqualTo(nack(2, 0));
    // Sent before the runner could hear that.
    runner.say(log(7, "more".getBytes(UTF_8)));
    runner.say(event(finished(2, 11, "say", 0)));
    runner.say(result(result(3, Outcome.OUTCOME_SUCCEEDED, 11)));
    assertThat(runner.hearsNothing()).isTrue();

    runner.say(log(0, 1, "damaged".getBytes(UTF_8)));
    assertThat(runner.hears().getNack()).as("damaged again").isEqualTo(nack(2, 0));
    runner.say(log(0, "whole, ".getBytes(UTF_8)));
    assertThat(runner.hears().getAck().getLogSize()).isEqualTo(7);
    runner.say(log(11, "a gap".getBytes(UTF_8)));
    assertThat(runner.hears().getNack()).isEqualTo(nack(2, 7));
    runner.say(log(7, "more".getBytes(UTF_8)));
    assertThat(runner.hears().getAck().getLogSize()).isEqualTo(11);
    runner.say(event(finished(3, 11, "say", 0)));
    assertThat(runner.hears().getNack()).isEqualTo(nack(2, 11));
    runner.say(event(finished(2, 11, "say", 0)));
    runner.hears();
    runner.say(
        result(summed(result(3, Outcome.OUTCOME_SUCCEEDED, 11), "whole, more".getBytes(UTF_8))));

    assertThat(runner.hears().getAck().getEventSeq()).isEqualTo(3);
    assertThat(logs.read(held.build(), 0, 100)).asString(UTF_8).isEqualTo("whole, more");
    assertThat(state(held)).isEqualTo(StateName.SUCCEEDED);
  }

  @Test
  void aRunnerThatIsSentBackAgainAndAgainIsGivenUp() throws Exception {
    var held = make.aBuild().starting();
    var runner = connect(held, "boot").runner();

    for (int i = 0; i < 100; i++) {
      runner.say(log(5, "gap".getBytes(UTF_8)));
      assertThat(runner.hears().hasNack()).isTrue();
      runner.say(log(i, "x".getBytes(UTF_8)));
      assertThat(runner.hears().getAck().getLogSize()).isEqualTo(i + 1L);
      if (i == 4) {
        break;
      }
    }
    for (int i = 5; i < 100; i++) {
      runner.say(log(200, "gap".getBytes(UTF_8)));
      assertThat(runner.hears().hasNack()).isTrue();
      runner.say(log(i, "x".getBytes(UTF_8)));
      runner.hears();
    }
    runner.say(log(200, "gap".getBytes(UTF_8)));

    assertThat(runner.closes().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(state(held)).isEqualTo(StateName.STOPPING);
  }

  @Test
  void aResultOfALogThatIsNotTheOneThatCameIsNone() throws Exception {
    for (var said :
        new dev.slipway.runner.v1.Result.Builder[] {
          summed(result(1, Outcome.OUTCOME_SUCCEEDED, 4), "some".getBytes(UTF_8)),
          result(1, Outcome.OUTCOME_SUCCEEDED, 4)
        }) {
      var held = make.aBuild().starting();
      var runner = connect(held, "boot").runner();
      runner.say(log(0, "sane".getBytes(UTF_8)));
      runner.hears();

      runner.say(result(said));

      assertThat(runner.closes().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(state(held)).isEqualTo(StateName.STOPPING);
    }
  }

  @Test
  void aResultWhoseAckWasLostIsAckedAgainAndNoOther() throws Exception {
    var held = make.aBuild().starting();
    var runner = connect(held, "boot").runner();
    var said = summed(result(1, Outcome.OUTCOME_SUCCEEDED, 0)).build();
    runner.say(result(said.toBuilder()));
    runner.closes();
    var before = builds.get(held.build());

    var again = TestRunner.connect(server.channel(held.token()));
    again.hello(held, "pod", "boot", sha256(said.toByteArray()));
    assertThat(again.hears().getAck().getEventSeq()).isGreaterThanOrEqualTo(1);
    assertThat(again.closes()).isEqualTo(Status.OK);

    var other = TestRunner.connect(server.channel(held.token()));
    other.hello(held, "pod", "boot", sha256(new byte[] {1}));
    assertThat(other.hears().hasFenced()).isTrue();

    var none = TestRunner.connect(server.channel(held.token()));
    none.hello(held, "pod", "boot", ByteString.EMPTY);
    assertThat(none.hears().hasFenced()).isTrue();
    assertThat(builds.get(held.build())).isEqualTo(before);
  }

  @Test
  void aRunnerOfAnAttemptThatWasLostIsFencedWhenItComesBack() throws Exception {
    var held = make.aBuild().starting();
    connect(held, "boot").runner().cuts();
    ledger.record(
        held.build(),
        held.attemptUid(),
        new AttemptGone(Failure.of(Reason.RUNNER_LOST, "gone", ""), true));

    var again = TestRunner.connect(server.channel(held.token()));
    again.hello(held, "pod", "boot", ByteString.EMPTY);

    assertThat(again.hears().getFenced().getWhy()).contains("over");
    assertThat(again.closes()).isEqualTo(Status.OK);
    assertThat(state(held)).isEqualTo(StateName.HELD);
  }

  @Test
  void aBeatIsAckedWhenItIsWrittenDown() throws Exception {
    var held = make.aBuild().starting();
    var runner = connect(held, "boot").runner();
    renewals.once();
    rows.execute(
        "UPDATE lease_renewal SET renew_time = now() - interval '1 hour' WHERE build_id = ?",
        held.build().id());

    runner.beats(1);
    runner.beats(2);
    runner.say(event(started(1, 0, "say")));
    assertThat(runner.hears().hasAck()).as("all three came").isTrue();
    renewals.once();

    assertThat(runner.hears().getBeatAck().getNumber()).isEqualTo(2);
    assertThat(
            queries.count(
                """
                SELECT count(*)
                  FROM lease_renewal
                 WHERE build_id = ?
                   AND renew_time > now() - interval '1 minute'
                """,
                held.build().id()))
        .isOne();
    renewals.once();
    assertThat(runner.hearsNothing()).as("once").isTrue();
  }

  @Test
  void whatAStepUsesIsPassedOnNowAndThenAndWrittenNowhere() throws Exception {
    var held = make.aBuild().starting();
    var runner = connect(held, "boot").runner();
    runner.say(event(started(1, 0, "say")));
    runner.hears();
    var before = builds.get(held.build());

    runner.samples("say", 7, 1000);
    runner.samples("say", 8, 2000);
    runner.say(log(0, "x".getBytes(UTF_8)));
    runner.hears();

    assertThat(samples.all())
        .filteredOn(sample -> sample.build().equals(held.build()))
        .as("the second came too soon")
        .singleElement()
        .satisfies(
            sample -> {
              assertThat(sample.step()).isEqualTo("say");
              assertThat(sample.cpuTime()).isEqualTo(Duration.ofSeconds(7));
              assertThat(sample.memoryBytes()).isEqualTo(1000);
            });
    assertThat(builds.get(held.build())).isEqualTo(before);
  }

  @Test
  void whatAStepAndTheAttemptUsedIsKept() throws Exception {
    var held = make.aBuild().starting();
    var runner = connect(held, "boot").runner();
    runner.say(event(started(1, 0, "say")));
    var finished = finished(2, 0, "say", 0);
    finished.getStepFinishedBuilder().setUsage(usage(3, 500));
    runner.say(event(finished));
    runner.say(
        result(
            summed(result(3, Outcome.OUTCOME_FAILED, 0).setUsage(usage(4, 600)))
                .setFailure(dev.slipway.runner.v1.Failure.newBuilder().setReason("STEP_FAILED"))));

    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(builds.get(held.build()).usage())
        .isEqualTo(new dev.slipway.coordinator.build.Usage(4000, 600));
    assertThat(builds.events(held.build(), 0, 10).toString())
        .contains("Usage[cpuMillis=3000, memoryPeakBytes=500]");
  }

  private static dev.slipway.runner.v1.Usage usage(int cpuSeconds, long memoryPeakBytes) {
    return dev.slipway.runner.v1.Usage.newBuilder()
        .setCpuTime(com.google.protobuf.Duration.newBuilder().setSeconds(cpuSeconds))
        .setMemoryPeakBytes(memoryPeakBytes)
        .build();
  }

  @Test
  void aSampleOfAStepThatIsNotPlannedBreaksTheProtocol() throws Exception {
    var held = make.aBuild().starting();
    var runner = connect(held, "boot").runner();

    runner.samples("rm", 1, 1);

    assertThat(runner.closes().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void aSilentStreamRenewsNothing() throws Exception {
    var held = make.aBuild().starting();
    connect(held, "boot");
    renewals.once();
    rows.execute("DELETE FROM lease_renewal WHERE build_id = ?", held.build().id());

    renewals.once();

    assertThat(
            queries.count(
                "SELECT count(*) FROM lease_renewal WHERE build_id = ?", held.build().id()))
        .isZero();
  }

  @Test
  void aCancelThatWasAskedOfAnotherCoordinatorReachesTheRunnerHere() throws Exception {
    var held = make.aBuild().starting();
    var runner = connect(held, "boot").runner();
    // Past everything of this coordinator that could hear of it.
    rows.execute(
        "UPDATE build_active SET state = 'STOPPING', stop = 'CANCEL', cancel_reason = 'x' WHERE"
            + " build_id = ?",
        held.build().id());

    renewals.once();

    assertThat(runner.hears().hasCancel()).isTrue();
  }

  @Test
  void aCancelIsToldAgainToARunnerThatComesBack() throws Exception {
    var held = make.aBuild().starting();
    connect(held, "boot").runner().cuts();
    ledger.ask(held.build(), new CancelAsked("enough"));

    var runner = connect(held, "boot").runner();

    assertThat(runner.hears().hasCancel()).isTrue();
    runner.say(result(summed(result(1, Outcome.OUTCOME_CANCELLED, 0))));
    assertThat(runner.hears().getAck().getEventSeq()).isOne();
  }

  /** A runner on a stream that was welcomed, and the Welcome. */
  private record Linked(TestRunner runner, Welcome welcome) {}

  private Linked connect(Held held, String bootId) throws InterruptedException {
    var runner = TestRunner.connect(server.channel(held.token()));
    runner.hello(held, "pod", bootId, ByteString.EMPTY);
    var said = runner.hears();
    assertThat(said.hasWelcome()).as(said.toString()).isTrue();
    return new Linked(runner, said.getWelcome());
  }

  private static ByteString sha256(byte[] bytes) {
    return ByteString.copyFrom(HexFormat.of().parseHex(Sha256.of(bytes)));
  }

  private static Nack nack(long eventSeq, long logOffset) {
    return Nack.newBuilder().setEventSeq(eventSeq).setLogOffset(logOffset).build();
  }

  private StateName state(Held held) {
    return builds.get(held.build()).state();
  }
}
