package dev.slipway.coordinator.report;

import static dev.slipway.coordinator.report.TestRunner.event;
import static dev.slipway.coordinator.report.TestRunner.finished;
import static dev.slipway.coordinator.report.TestRunner.log;
import static dev.slipway.coordinator.report.TestRunner.result;
import static dev.slipway.coordinator.report.TestRunner.started;
import static dev.slipway.coordinator.report.TestRunner.warning;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildEvent.AttemptGone;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Result.Outcome;
import dev.slipway.runner.v1.ResultArtifact;
import dev.slipway.runner.v1.SourceResolved;
import io.grpc.Status;
import io.micronaut.transaction.TransactionOperations;
import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Runners that keep to the protocol. */
@CoordinatorTest
class ConversationTest {
  private final TestServer server;
  private final Ledger ledger;
  private final Builds builds;
  private final Logs logs;
  private final BlobStore blobs;
  private final FakeLauncher launcher;
  private final TestBuilds make;
  private final TestQueries queries;
  private final TransactionOperations<Connection> transactions;

  ConversationTest(
      TestServer server,
      Ledger ledger,
      Builds builds,
      Logs logs,
      BlobStore blobs,
      FakeLauncher launcher,
      TestBuilds make,
      TestQueries queries,
      TransactionOperations<Connection> transactions) {
    this.server = server;
    this.ledger = ledger;
    this.builds = builds;
    this.logs = logs;
    this.blobs = blobs;
    this.launcher = launcher;
    this.make = make;
    this.queries = queries;
    this.transactions = transactions;
  }

  @Test
  void aBuildGoesFromHelloToSuccess() throws Exception {
    var held = make.aBuild().starting();
    var runner = TestRunner.connect(server.channel(held.token()));

    runner.hello(held);
    assertThat(runner.hears().getWelcome().getPlan().getTemplate()).isEqualTo("custom");
    assertThat(state(held)).isEqualTo(StateName.RUNNING);

    runner.say(event(started(1, 0, "say")));
    assertThat(runner.hears().getAck()).isEqualTo(ack(1, 0));
    assertThat(builds.get(held.build()))
        .extracting(BuildRecord::currentStep, BuildRecord::lastSequence)
        .containsExactly("say", 4L);

    runner.say(log(0, "hello\n".getBytes(UTF_8)));
    assertThat(runner.hears().getAck()).isEqualTo(ack(1, 6));
    assertThat(logs.read(held.build(), 0, 6)).asString(UTF_8).isEqualTo("hello\n");

    runner.say(event(finished(2, 6, "say", 0)));
    assertThat(runner.hears().getAck()).isEqualTo(ack(2, 6));

    runner.say(
        result(
            result(3, Outcome.OUTCOME_SUCCEEDED, 6)
                .setOutput(ByteString.copyFrom(new byte[] {'h', 'i', 0, (byte) 0xff}))));
    assertThat(runner.hears().getAck()).isEqualTo(ack(3, 6));
    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(builds.get(held.build()))
        .satisfies(
            build -> {
              assertThat(build.state()).isEqualTo(StateName.SUCCEEDED);
              assertThat(build.results().output()).isEqualTo("hi\uFFFD\uFFFD");
            });
  }

  @Test
  void anAckComesOnlyAfterTheCommit() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);
    var locked = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var lock =
        Thread.ofVirtual()
            .start(
                () ->
                    transactions.executeWrite(
                        status -> {
                          try (var statement = status.getConnection().createStatement()) {
                            statement.execute("LOCK TABLE event");
                            locked.countDown();
                            release.await();
                          }
                          return null;
                        }));
    locked.await();

    try {
      runner.say(event(warning(1, "SLOW", "the database is")));
      assertThat(runner.hearsNothing()).isTrue();
    } finally {
      release.countDown();
      lock.join();
    }

    assertThat(runner.hears().getAck()).isEqualTo(ack(1, 0));
    assertThat(builds.get(held.build()).lastSequence()).isEqualTo(4);
  }

  @Test
  void messagesThatAreSentWithoutWaitingAreAllTaken() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);

    runner.say(event(started(1, 0, "say")));
    for (int i = 0; i < 50; i++) {
      runner.say(log(i * 10L, "0123456789".getBytes(UTF_8)));
    }
    runner.say(event(finished(2, 500, "say", 0)));
    runner.say(result(result(3, Outcome.OUTCOME_SUCCEEDED, 500)));

    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(state(held)).isEqualTo(StateName.SUCCEEDED);
    assertThat(logs.read(held.build(), 0, 1000)).hasSize(500);
  }

  @Test
  void outputThatIsSentAgainIsStoredOnce() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);
    runner.say(log(0, "hello".getBytes(UTF_8)));
    runner.hears();

    runner.say(log(0, "hello".getBytes(UTF_8)));
    assertThat(runner.hears().getAck()).isEqualTo(ack(0, 5));
    runner.say(log(3, "lo world".getBytes(UTF_8)));
    assertThat(runner.hears().getAck()).isEqualTo(ack(0, 11));

    assertThat(logs.read(held.build(), 0, 100)).asString(UTF_8).isEqualTo("hello world");
  }

  @Test
  void aFailureEndsTheBuildWithWhatTheRunnerKnows() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);

    runner.say(
        result(
            result(1, Outcome.OUTCOME_FAILED, 0)
                .setFailure(
                    dev.slipway.runner.v1.Failure.newBuilder()
                        .setReason("STEP_FAILED")
                        .setMessage("Step say ended with exit code 2.")
                        .setHint("Read its output.")
                        .setStep("say")
                        .setExitCode(2)
                        .addLastLines("first\0")
                        .addLastLines("last"))));

    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(builds.get(held.build()).failure())
        .isEqualTo(
            new Failure(
                Reason.STEP_FAILED,
                "Step say ended with exit code 2.",
                "Read its output.",
                "say",
                2,
                java.util.List.of("first\uFFFD", "last")));
  }

  @Test
  void artifactsPreviewAndEndBecomeTrueTogether() throws Exception {
    var site = blobs.put(new ByteArrayInputStream("a site".getBytes(UTF_8)));
    var bundle = blobs.put(new ByteArrayInputStream("a bundle".getBytes(UTF_8)));
    var held = make.aBuild().inChat("c").starting();
    var runner = welcomed(held);

    runner.say(
        result(
            result(1, Outcome.OUTCOME_SUCCEEDED, 0)
                .addArtifacts(artifact("site.zip", site).setSite(true))
                .addArtifacts(artifact("bundle.js", bundle))));
    assertThat(runner.closes()).isEqualTo(Status.OK);

    assertThat(state(held)).isEqualTo(StateName.SUCCEEDED);
    assertThat(
            builds.events(held.build(), 3, 10).stream()
                .map(e -> e.body().getClass().getSimpleName()))
        .containsExactly("ArtifactStored", "ArtifactStored", "PreviewServed", "StepsSucceeded");
    assertThat(
            queries.all(
                String.class,
                "SELECT name FROM artifact WHERE build_id = ? ORDER BY name",
                held.build().id()))
        .containsExactly("bundle.js", "site.zip");
  }

  @Test
  void aCancelReachesTheRunnerAndItsResultComesTooLate() throws Exception {
    var held = make.aBuild().starting();
    launcher.runs(held.attemptUid());
    var runner = welcomed(held);

    ledger.ask(held.build(), new CancelAsked("enough"));
    assertThat(runner.hears().getCancel().getGrace().getSeconds()).isEqualTo(5);

    runner.say(event(warning(1, "LAST_WORDS", "")));
    assertThat(runner.hears().getAck()).isEqualTo(ack(1, 0));
    runner.say(result(result(2, Outcome.OUTCOME_SUCCEEDED, 0)));
    assertThat(runner.hears().getAck()).isEqualTo(ack(2, 0));
    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(state(held)).isEqualTo(StateName.STOPPING);

    launcher.exits(held.build(), held.attemptUid(), 0, "");
    assertThat(state(held)).isEqualTo(StateName.CANCELLED);
  }

  @Test
  void theOutcomeCancelledIsTakenAfterACancel() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);
    ledger.ask(held.build(), new CancelAsked("enough"));
    runner.hears();

    runner.say(result(result(1, Outcome.OUTCOME_CANCELLED, 0)));

    assertThat(runner.hears().getAck()).isEqualTo(ack(1, 0));
    assertThat(runner.closes()).isEqualTo(Status.OK);
  }

  @Test
  void aRunnerThatSaysHelloToAStoppingBuildIsFenced() throws Exception {
    var held = make.aBuild().starting();
    ledger.ask(held.build(), new CancelAsked("enough"));

    var runner = TestRunner.connect(server.channel(held.token()));
    runner.hello(held);

    assertThat(runner.hears().getFenced().getWhy()).contains("stopped");
    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(state(held)).isEqualTo(StateName.STOPPING);
  }

  @Test
  void aRunnerWhoseAttemptWasLostIsFenced() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);
    ledger.record(
        held.build(),
        held.attemptUid(),
        new AttemptGone(Failure.of(Reason.RUNNER_LOST, "gone", ""), true));

    runner.say(log(0, "late".getBytes(UTF_8)));

    assertThat(runner.hears().getFenced().getWhy()).contains("over");
    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(state(held)).isEqualTo(StateName.HELD);
    assertThat(logs.whole(held.build()).end()).isZero();
  }

  @Test
  void aSecondRunnerOfAnAttemptIsFencedAndTheFirstGoesOn() throws Exception {
    var held = make.aBuild().starting();
    var first = welcomed(held);

    var second = TestRunner.connect(server.channel(held.token()));
    second.hello(held);
    assertThat(second.hears().getFenced().getWhy()).contains("another runner");
    assertThat(second.closes()).isEqualTo(Status.OK);

    first.say(event(warning(1, "STILL_HERE", "")));
    assertThat(first.hears().getAck()).isEqualTo(ack(1, 0));
    ledger.ask(held.build(), new CancelAsked("enough"));
    assertThat(first.hears().hasCancel()).as("a cancel still finds it").isTrue();
  }

  @Test
  void aStreamThatSaysNothingDoesNotHideTheRunnerFromACancel() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);

    var silent = TestRunner.connect(server.channel(held.token()));
    await().pollDelay(java.time.Duration.ofMillis(100)).until(silent::isOpen);
    ledger.ask(held.build(), new CancelAsked("enough"));

    assertThat(runner.hears().hasCancel()).isTrue();
    silent.cuts();
  }

  @Test
  void theEndOfTheLinkChangesNothingByItself() throws Exception {
    var cut = make.aBuild().starting();
    var ended = make.aBuild().starting();
    var cutRunner = welcomed(cut);
    var endedRunner = welcomed(ended);

    cutRunner.cuts();
    endedRunner.ends();

    assertThat(endedRunner.closes()).isEqualTo(Status.OK);
    assertThat(cutRunner.closes().getCode()).isEqualTo(Status.Code.CANCELLED);
    assertThat(state(cut)).isEqualTo(StateName.RUNNING);
    assertThat(state(ended)).isEqualTo(StateName.RUNNING);
  }

  @Test
  void aCancelOfABuildWhoseLinkIsCutIsTakenAllTheSame() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);

    runner.cuts();

    assertThat(ledger.ask(held.build(), new CancelAsked("enough"))).isTrue();
    assertThat(state(held)).isEqualTo(StateName.STOPPING);
  }

  @Test
  void theResolvedCommitIsKept() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);

    runner.say(
        event(
            Event.newBuilder()
                .setSeq(1)
                .setSourceResolved(SourceResolved.newBuilder().setCommit("0".repeat(40)))));

    runner.hears();
    assertThat(builds.get(held.build()).resolvedCommit()).isEqualTo("0".repeat(40));
  }

  @Test
  void anImageIsWarnedOf() throws Exception {
    var held = make.aBuild().withImage("node:22").starting();

    welcomed(held);

    await().until(() -> builds.get(held.build()).lastSequence() == 4);
    assertThat(builds.events(held.build(), 3, 1).toString()).contains("IMAGE_IGNORED");
  }

  private TestRunner welcomed(Held held) throws InterruptedException {
    var runner = TestRunner.connect(server.channel(held.token()));
    runner.hello(held);
    assertThat(runner.hears().hasWelcome()).isTrue();
    return runner;
  }

  private static Ack ack(long eventSeq, long logSize) {
    return Ack.newBuilder().setEventSeq(eventSeq).setLogSize(logSize).build();
  }

  private static ResultArtifact.Builder artifact(String name, BlobStore.Blob blob) {
    return ResultArtifact.newBuilder()
        .setName(name)
        .setSha256(blob.sha256())
        .setSizeBytes(blob.sizeBytes())
        .setMediaType("application/octet-stream");
  }

  private StateName state(Held held) {
    return builds.get(held.build()).state();
  }
}
