package dev.slipway.coordinator.report;

import static dev.slipway.coordinator.report.TestRunner.event;
import static dev.slipway.coordinator.report.TestRunner.finished;
import static dev.slipway.coordinator.report.TestRunner.hello;
import static dev.slipway.coordinator.report.TestRunner.log;
import static dev.slipway.coordinator.report.TestRunner.result;
import static dev.slipway.coordinator.report.TestRunner.started;
import static dev.slipway.coordinator.report.TestRunner.warning;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.Failure.Reason;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.launch.FakeLauncher;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Failure;
import dev.slipway.runner.v1.Result.Outcome;
import dev.slipway.runner.v1.ResultArtifact;
import dev.slipway.runner.v1.SourceResolved;
import dev.slipway.runner.v1.StepStarted;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runners that do not keep to the protocol: the code they run may have taken them over. */
@CoordinatorTest
class ProtocolBreakTest {
  private static final byte[] SOME = {'s', 'o', 'm', 'e'};
  private static final String SHA256 = "0".repeat(64);

  private final TestServer server;
  private final Builds builds;
  private final BlobStore blobs;
  private final FakeLauncher launcher;
  private final TestBuilds make;

  ProtocolBreakTest(
      TestServer server, Builds builds, BlobStore blobs, FakeLauncher launcher, TestBuilds make) {
    this.server = server;
    this.builds = builds;
    this.blobs = blobs;
    this.launcher = launcher;
    this.make = make;
  }

  /** What is said after Hello and Welcome, the last message being the bad one. */
  static Stream<Arguments> breaks() {
    return Stream.of(
        says("a second Hello", hello("b", 1, 1)),
        says("an empty message", ConnectRequest.getDefaultInstance()),
        says("an empty event", event(Event.newBuilder().setSeq(1))),
        says("event 0", event(warning(0, "W", ""))),
        says("event 2 first", event(warning(2, "W", ""))),
        says("event 2 to the power of 63", event(warning(Long.MAX_VALUE, "W", ""))),
        says("event 1 twice", event(warning(1, "W", "")), event(warning(1, "W", ""))),
        says("an event ahead of the log", event(started(1, 1, "say"))),
        says("an event far ahead", event(started(1, Long.MAX_VALUE, "say"))),
        says("an event at a negative byte", event(started(1, -1, "say"))),
        says("a step that is not planned", event(started(1, 0, "rm"))),
        says("a step of a long name", event(started(1, 0, "é".repeat(1 << 20)))),
        says("a step that begins twice", event(started(1, 0, "say")), event(started(2, 0, "say"))),
        says("a step that ends first", event(finished(1, 0, "say", 0))),
        says(
            "a step that ends twice",
            event(started(1, 0, "say")),
            event(finished(2, 0, "say", 0)),
            event(finished(3, 0, "say", 0))),
        says("a warning without a code", event(warning(1, "", "hello"))),
        says("a warning with an odd code", event(warning(1, "a code\0", "hello"))),
        says(
            "a commit that is not one",
            event(
                Event.newBuilder()
                    .setSeq(1)
                    .setSourceResolved(SourceResolved.newBuilder().setCommit("main")))),
        says("a gap in the log", log(1, SOME)),
        says("log at byte 2 to the power of 63", log(Long.MAX_VALUE, SOME)),
        says("log at a negative byte", log(-1, SOME)),
        says("log at the lowest byte", log(Long.MIN_VALUE, SOME)),
        says("no log", log(0)),
        says("too much log at once", log(0, new byte[65_537])),
        says("log with a wrong checksum", log(0, 1, SOME)),
        says("a result without an outcome", result(result(1, Outcome.OUTCOME_UNSPECIFIED, 0))),
        says(
            "a result of an unknown outcome",
            result(result(1, Outcome.OUTCOME_UNSPECIFIED, 0).setOutcomeValue(99))),
        says("a result out of turn", result(result(2, Outcome.OUTCOME_SUCCEEDED, 0))),
        says("a result with more log", result(result(1, Outcome.OUTCOME_SUCCEEDED, 5))),
        says("a cancel that nobody asked for", result(result(1, Outcome.OUTCOME_CANCELLED, 0))),
        says("a failure that is missing", result(result(1, Outcome.OUTCOME_FAILED, 0))),
        says(
            "a failure of a success",
            result(
                result(1, Outcome.OUTCOME_SUCCEEDED, 0)
                    .setFailure(Failure.newBuilder().setReason("STEP_FAILED")))),
        says(
            "a reason that is not a runner's",
            result(
                result(1, Outcome.OUTCOME_FAILED, 0)
                    .setFailure(Failure.newBuilder().setReason("COORDINATOR_ERROR")))),
        says("an artifact that is not stored", result(with(artifact("a", SHA256, 4)))),
        says("an artifact without a sha256", result(with(artifact("a", "../../etc/passwd", 4)))),
        says("an artifact of an odd name", result(with(artifact("../a", SHA256, 4)))),
        says(
            "too many artifacts",
            result(
                result(1, Outcome.OUTCOME_SUCCEEDED, 0)
                    .addAllArtifacts(
                        java.util.Collections.nCopies(17, artifact("a", SHA256, 4).build())))),
        says(
            "too much output",
            result(
                result(1, Outcome.OUTCOME_SUCCEEDED, 0)
                    .setOutput(com.google.protobuf.ByteString.copyFrom(new byte[65_537])))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void endsTheStreamAndTheBuildAndNothingElse(String name, List<ConnectRequest> messages)
      throws Exception {
    var tenant = make.aBuild().queued().tenant();
    var held = make.aBuild().ofTenant(tenant).starting();
    var bystander = make.aBuild().ofTenant(tenant).starting();
    var bystandersRunner = welcomed(bystander);
    var runner = welcomed(held);

    messages.forEach(runner::say);

    failsAfter(runner, held);
    bystandersRunner.say(event(started(1, 0, "say")));
    assertThat(bystandersRunner.hears().getAck().getEventSeq()).isOne();
    assertThat(builds.get(bystander.build()).state()).isEqualTo(StateName.RUNNING);
    assertThat(builds.get(bystander.build()).lastSequence()).isEqualTo(4);
  }

  /** What protocol 2 would ask for again, or has heard before, is no break of it. */
  private static final Set<String> MENDED =
      Set.of(
          "event 2 first",
          "event 1 twice",
          "an event ahead of the log",
          "an event far ahead",
          "a gap in the log",
          "log with a wrong checksum",
          "a result out of turn",
          "a result with more log");

  static Stream<Arguments> breaksOfProtocol2() {
    return Stream.concat(
        breaks().filter(arguments -> !MENDED.contains(arguments.get()[0])),
        Stream.of(
            says("log beyond the limit", log(1L << 40, SOME)),
            says("an event beyond the limit", event(warning(1001, "W", ""))),
            says(
                "a result with less log",
                log(0, SOME),
                result(result(1, Outcome.OUTCOME_SUCCEEDED, 2)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaksOfProtocol2")
  void endsAlsoAStreamThatCouldGoBack(String name, List<ConnectRequest> messages) throws Exception {
    var held = make.aBuild().starting();
    var runner = TestRunner.connect(server.channel(held.token()));
    runner.hello(held, "pod", "boot", ByteString.EMPTY);
    assertThat(runner.hears().hasWelcome()).isTrue();

    messages.forEach(runner::say);

    failsAfter(runner, held);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a\0b"})
  void idsOfPodAndProcessAreWords(String odd) throws Exception {
    for (var hello : List.of(List.of(odd, "boot"), List.of("pod", odd))) {
      var held = make.aBuild().starting();
      var runner = TestRunner.connect(server.channel(held.token()));

      runner.hello(held, hello.get(0), hello.get(1), ByteString.EMPTY);

      failsAfter(runner, held);
    }
  }

  static Stream<Arguments> firstMessages() {
    return Stream.of(
        says("an event", event(started(1, 0, "say"))),
        says("log", log(0, SOME)),
        says("a result", result(result(1, Outcome.OUTCOME_SUCCEEDED, 0))),
        says("nothing", ConnectRequest.getDefaultInstance()),
        says("another build's Hello", hello("tenants/t/builds/b", 1, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("firstMessages")
  void beforeHelloThereIsNothingToSay(String name, List<ConnectRequest> messages) throws Exception {
    var held = make.aBuild().starting();
    var runner = TestRunner.connect(server.channel(held.token()));

    messages.forEach(runner::say);

    failsAfter(runner, held);
  }

  @Test
  void helloIsOfTheTokensAttemptInOurProtocol() throws Exception {
    for (var wrong : List.of(List.of(2, 1), List.of(1, 3), List.of(1, 0))) {
      var held = make.aBuild().starting();
      var runner = TestRunner.connect(server.channel(held.token()));

      runner.say(hello(held.build().name(), wrong.get(0), wrong.get(1)));

      failsAfter(runner, held);
    }
  }

  @Test
  void artifactsThatShareANameBreakTheProtocol() throws Exception {
    var blob = blobs.put(new ByteArrayInputStream(SOME));
    var held = make.aBuild().starting();
    var runner = welcomed(held);
    var one = artifact("a", blob.sha256(), blob.sizeBytes());

    runner.say(result(with(one).addArtifacts(one)));

    failsAfter(runner, held);
  }

  @Test
  void aSecondSiteBreaksTheProtocol() throws Exception {
    var blob = blobs.put(new ByteArrayInputStream(SOME));
    var held = make.aBuild().starting();
    var runner = welcomed(held);

    runner.say(
        result(
            with(artifact("a", blob.sha256(), blob.sizeBytes()).setSite(true))
                .addArtifacts(artifact("b", blob.sha256(), blob.sizeBytes()).setSite(true))));

    failsAfter(runner, held);
  }

  @Test
  void anArtifactOfAnotherSizeBreaksTheProtocol() throws Exception {
    var blob = blobs.put(new ByteArrayInputStream(SOME));
    var held = make.aBuild().starting();
    var runner = welcomed(held);

    runner.say(result(with(artifact("a", blob.sha256(), blob.sizeBytes() + 1))));

    failsAfter(runner, held);
  }

  @Test
  void aThousandEventsAreEnough() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);

    for (int seq = 1; seq <= 1000; seq++) {
      runner.say(event(warning(seq, "W", "")));
      assertThat(runner.hears().getAck().getEventSeq()).isEqualTo(seq);
    }
    runner.say(event(warning(1001, "W", "")));

    failsAfter(runner, held);
    assertThat(builds.get(held.build()).failure().message()).contains("1000 events");
  }

  @Test
  void longAndOddTextsAreCutToSizeAndTaken() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);

    runner.say(
        event(
            Event.newBuilder()
                .setSeq(1)
                .setStepStarted(
                    StepStarted.newBuilder().setStep("say").setTitle("\0" + "x".repeat(1 << 20)))));
    assertThat(runner.hears().getAck().getEventSeq()).isOne();
    // The cut falls into the middle of a character that Java keeps in two halves.
    runner.say(event(warning(2, "W", "x".repeat(4095) + "🙂🙂")));
    assertThat(runner.hears().getAck().getEventSeq()).isEqualTo(2);

    assertThat(builds.events(held.build(), 3, 10))
        .hasSize(2)
        .allSatisfy(e -> assertThat(e.body().toString().length()).isBetween(4096, 4300))
        .allSatisfy(e -> assertThat(e.body().toString()).contains("…").doesNotContain("\0"));
  }

  @Test
  void aMessageAfterTheResultChangesNothing() throws Exception {
    var held = make.aBuild().starting();
    var runner = welcomed(held);

    runner.say(result(result(1, Outcome.OUTCOME_SUCCEEDED, 0)));
    runner.say(result(result(1, Outcome.OUTCOME_SUCCEEDED, 0)));
    runner.say(event(warning(2, "W", "")));

    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(builds.get(held.build()).state()).isEqualTo(StateName.SUCCEEDED);
    assertThat(builds.get(held.build()).lastSequence()).isEqualTo(4);
  }

  /**
   * The stream is closed at once; the build holds its chat and slot until its processes are gone.
   */
  private void failsAfter(TestRunner runner, Held held) throws Exception {
    assertThat(runner.closes())
        .satisfies(
            status -> {
              assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(status.getDescription()).isNotBlank();
            });
    assertThat(builds.get(held.build()).state()).isEqualTo(StateName.STOPPING);

    launcher.exits(held.build(), held.attemptUid(), 3, "");
    assertThat(builds.get(held.build()).state()).isEqualTo(StateName.FAILED);
    assertThat(builds.get(held.build()).failure().reason()).isEqualTo(Reason.RUNNER_PROTOCOL);
  }

  private TestRunner welcomed(Held held) throws InterruptedException {
    var runner = TestRunner.connect(server.channel(held.token()));
    runner.hello(held);
    assertThat(runner.hears().hasWelcome()).isTrue();
    return runner;
  }

  private static Arguments says(String name, ConnectRequest... messages) {
    return Arguments.of(name, List.of(messages));
  }

  private static dev.slipway.runner.v1.Result.Builder with(ResultArtifact.Builder artifact) {
    return result(1, Outcome.OUTCOME_SUCCEEDED, 0).addArtifacts(artifact);
  }

  private static ResultArtifact.Builder artifact(String name, String sha256, long size) {
    return ResultArtifact.newBuilder()
        .setName(name)
        .setSha256(sha256)
        .setSizeBytes(size)
        .setMediaType("text/plain");
  }
}
