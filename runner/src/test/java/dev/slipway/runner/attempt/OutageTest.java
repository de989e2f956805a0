package dev.slipway.runner.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.coordinator.FakeCoordinator;
import dev.slipway.runner.coordinator.Plans;
import dev.slipway.runner.coordinator.RunningRunner;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Result.Outcome;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a real runner whose coordinator goes, comes back, or does not. */
class OutageTest {
  private static final long EXIT_SECONDS = 60;

  /** Prints until the file `go` is there, then once more. */
  private static final String UNTIL_TOLD =
      "i=0; while [ ! -e go ]; do i=$((i+1)); echo line $i; sleep 0.02; done; echo the end $i";

  @TempDir Path temp;

  private FakeCoordinator coordinator;
  private RunningRunner runner;

  @AfterEach
  void end() {
    if (runner != null) {
      runner.close();
    }
    if (coordinator != null) {
      coordinator.close();
    }
  }

  @Test
  void coordinatorThatComesBackOnAnotherPortFindsTheBuildWhole() throws Exception {
    start(Plans.shell(UNTIL_TOLD).build());
    coordinator.heard().awaitLog("line 5\n");

    coordinator.cut();
    coordinator.restart();
    writeReadyFile();
    coordinator.heard().awaitHellos(2);
    tell();

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();
    assertWhole();
    assertThat(coordinator.heard().hellos())
        .extracting(Hello::getBootId)
        .containsOnly(coordinator.heard().hellos().getFirst().getBootId());
  }

  @Test
  void buildThatEndsDuringAnOutageTellsItsResultAfterwards() throws Exception {
    start(Plans.shell(UNTIL_TOLD).build());
    coordinator.heard().awaitLog("line 5\n");

    coordinator.cut();
    tell();
    runner.awaitTalk("the link broke");
    coordinator.restart();
    writeReadyFile();

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();
    assertWhole();
  }

  @Test
  void resultWhoseAckWasLostIsToldAgainAndOnce() throws Exception {
    prepare(Plans.shell("echo done").build());
    coordinator.heard().holdAcks();
    coordinator.heard().welcome(welcome -> welcome.setBeatInterval(Plans.seconds(5)));
    startRunner();
    coordinator.heard().awaitResultTold();

    coordinator.heard().end(Status.UNAVAILABLE);
    coordinator.heard().awaitHellos(2);
    coordinator.heard().awaitResultTold();
    coordinator.heard().ackAgain();

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();
    assertThat(coordinator.heard().breaches()).isEmpty();
    assertThat(coordinator.heard().logText()).isEqualTo("done\n");
    assertThat(coordinator.heard().result()).isDone();
    assertThat(coordinator.heard().hellos().getLast().getResultSha256().size()).isEqualTo(32);
  }

  @Test
  void cancelThatComesAgainAfterACutChangesNothing() throws Exception {
    start(
        Plans.shell(
                "trap 'echo ending; sleep 0.3; exit 7' TERM; echo up; while :; do sleep 0.05; done")
            .build());
    coordinator.heard().awaitLog("up");

    coordinator.heard().cancel();
    coordinator.heard().awaitLog("ending");
    coordinator.heard().end(Status.UNAVAILABLE);
    coordinator.heard().awaitHellos(2);
    coordinator.heard().cancel();

    assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isZero();
    assertThat(coordinator.heard().breaches()).isEmpty();
    assertThat(coordinator.heard().result().get(1, TimeUnit.SECONDS).getOutcome())
        .isEqualTo(Outcome.OUTCOME_CANCELLED);
    assertThat(runner.leftovers()).isEmpty();
  }

  @Test
  void runnerOfASecondPodIsParkedUntilItIsToldToEnd() throws Exception {
    prepare(Plans.shell("echo never").build());
    coordinator.heard().parkAtOnce();
    startRunner();
    runner.awaitTalk("parked");

    assertThat(runner.isAlive()).isTrue();
    runner.terminate();

    assertThat(runner.exit(EXIT_SECONDS)).isEqualTo(Attempt.PARKED);
    assertThat(coordinator.heard().hellos()).hasSize(1);
    assertThat(coordinator.heard().logText()).isEmpty();
  }

  @Test
  void runnerThatIsParkedLaterEndsItsStepsAndStays() throws Exception {
    start(Plans.shell("echo up; sleep 600").build());
    coordinator.heard().awaitLog("up");

    coordinator.heard().park();
    runner.awaitTalk("the steps have ended");

    assertThat(runner.leftovers()).isEmpty();
    assertThat(runner.isAlive()).isTrue();
    runner.terminate();
    assertThat(runner.exit(EXIT_SECONDS)).isEqualTo(Attempt.PARKED);
    assertThat(coordinator.heard().result()).isNotDone();
  }

  @Test
  void stepThatNoInterruptReachesDoesNotOutliveTheFence() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Plan.Builder plan = Plans.website();
      plan.getSourceBuilder()
          .getGitBuilder()
          .setRepository("http://127.0.0.1:" + silent.getLocalPort() + "/silent.git");
      prepare(plan.build());
      coordinator.heard().welcome(welcome -> welcome.setFenceAfter(Plans.seconds(2)));
      startRunner();
      Socket fetch = silent.accept();
      coordinator.cut();

      assertThat(runner.exit(EXIT_SECONDS)).as(runner.talk()).isEqualTo(Attempt.GONE);
      assertThat(runner.talk()).contains("did not end in time");
      fetch.close();
    }
  }

  private void start(Plan plan) throws Exception {
    prepare(plan);
    startRunner();
  }

  private void prepare(Plan plan) throws Exception {
    coordinator = FakeCoordinator.start(plan, new byte[0]);
  }

  private void startRunner() throws Exception {
    runner =
        RunningRunner.start(
            coordinator.address(),
            temp.resolve("attempt"),
            temp.resolve("cache"),
            ",\"readyFile\":\"" + temp.resolve("ready") + "\"");
  }

  private void writeReadyFile() throws Exception {
    Files.writeString(
        temp.resolve("ready"), "{\"grpc\":\"" + coordinator.address() + "\",\"pid\":1}");
  }

  private void tell() throws Exception {
    Files.createFile(temp.resolve("attempt/work/go"));
  }

  private void assertWhole() throws Exception {
    assertThat(coordinator.heard().breaches()).isEmpty();
    assertThat(coordinator.heard().result().get(1, TimeUnit.SECONDS).getOutcome())
        .isEqualTo(Outcome.OUTCOME_SUCCEEDED);
    assertThat(coordinator.heard().log())
        .isEqualTo(Files.readAllBytes(temp.resolve("attempt/log")));
    assertThat(coordinator.heard().events()).hasSize(2);
  }
}
