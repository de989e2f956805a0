package dev.slipway.coordinator.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.admit.TestBuilds;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.coordinator.build.BuildEvent.CancelAsked;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.edge.TestServer;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.coordinator.ledger.Builds;
import dev.slipway.coordinator.ledger.Ledger;
import dev.slipway.coordinator.ledger.TestQueries;
import dev.slipway.coordinator.log.Logs;
import dev.slipway.runner.frozen.v1.ConnectRequest;
import dev.slipway.runner.frozen.v1.ConnectResponse;
import dev.slipway.runner.frozen.v1.Event;
import dev.slipway.runner.frozen.v1.Hello;
import dev.slipway.runner.frozen.v1.Log;
import dev.slipway.runner.frozen.v1.Result;
import dev.slipway.runner.frozen.v1.RunnerServiceGrpc;
import dev.slipway.runner.frozen.v1.StepFinished;
import dev.slipway.runner.frozen.v1.StepStarted;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** A runner of the version before, which knows nothing of this one's messages. */
@CoordinatorTest
class FrozenRunnerTest {
  private final TestServer server;
  private final Ledger ledger;
  private final Builds builds;
  private final Logs logs;
  private final Renewals renewals;
  private final TestBuilds make;
  private final TestRows rows;
  private final TestQueries queries;

  FrozenRunnerTest(
      TestServer server,
      Ledger ledger,
      Builds builds,
      Logs logs,
      Renewals renewals,
      TestBuilds make,
      TestRows rows,
      TestQueries queries) {
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
  void buildsAsBefore() throws Exception {
    var held = make.aBuild().starting();
    var runner = new OldRunner(held);
    assertThat(runner.hears().getWelcome().getPlan().getStepsCount()).isOne();

    runner.says(
        event(1, 0).setStepStarted(StepStarted.newBuilder().setStep("say").setTitle("echo")));
    assertThat(runner.hears().getAck().getEventSeq()).isOne();
    runner.says(log(0, "hello\n"));
    assertThat(runner.hears().getAck().getLogSize()).isEqualTo(6);
    runner.says(event(2, 6).setStepFinished(StepFinished.newBuilder().setStep("say")));
    assertThat(runner.hears().getAck().getEventSeq()).isEqualTo(2);
    runner.says(
        ConnectRequest.newBuilder()
            .setResult(
                Result.newBuilder()
                    .setSeq(3)
                    .setOutcome(Result.Outcome.OUTCOME_SUCCEEDED)
                    .setLogSize(6))
            .build());

    assertThat(runner.hears().getAck().getEventSeq()).isEqualTo(3);
    assertThat(runner.closes()).isEqualTo(Status.OK);
    assertThat(builds.get(held.build()).state()).isEqualTo(StateName.SUCCEEDED);
    assertThat(logs.read(held.build(), 0, 100)).asString(UTF_8).isEqualTo("hello\n");
  }

  @Test
  void hearsNothingThatItDoesNotKnowHoweverLongItIsQuiet() throws Exception {
    var held = make.aBuild().starting();
    var runner = new OldRunner(held);
    runner.hears();
    rows.execute("DELETE FROM lease_renewal WHERE build_id = ?", held.build().id());

    renewals.once();
    renewals.once();

    assertThat(
            queries.count(
                "SELECT count(*) FROM lease_renewal WHERE build_id = ?", held.build().id()))
        .as("it lives as long as its stream is open")
        .isOne();
    assertThat(runner.hearsNothing()).isTrue();
  }

  @Test
  void isCancelledAsBefore() throws Exception {
    var held = make.aBuild().starting();
    var runner = new OldRunner(held);
    runner.hears();

    ledger.ask(held.build(), new CancelAsked("enough"));

    assertThat(runner.hears().hasCancel()).isTrue();
  }

  @Test
  void doesNotTakeOverFromItself() throws Exception {
    var held = make.aBuild().starting();
    var runner = new OldRunner(held);
    runner.hears();

    assertThat(new OldRunner(held).hears().hasFenced()).isTrue();

    runner.says(log(0, "still here"));
    assertThat(runner.hears().getAck().getLogSize()).isEqualTo(10);
  }

  private static Event.Builder event(long seq, long logOffset) {
    return Event.newBuilder().setSeq(seq).setLogOffset(logOffset);
  }

  private static ConnectRequest log(long offset, String text) {
    var data = text.getBytes(UTF_8);
    var crc = new CRC32C();
    crc.update(data);
    return ConnectRequest.newBuilder()
        .setLog(
            Log.newBuilder()
                .setOffset(offset)
                .setData(ByteString.copyFrom(data))
                .setCrc32C((int) crc.getValue()))
        .build();
  }

  private final class OldRunner implements StreamObserver<ConnectResponse> {
    private final BlockingQueue<ConnectResponse> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> closed = new CompletableFuture<>();
    private final StreamObserver<ConnectRequest> coordinator;

    OldRunner(Held held) {
      coordinator = RunnerServiceGrpc.newStub(server.channel(held.token())).connect(this);
      says(
          ConnectRequest.newBuilder()
              .setHello(
                  Hello.newBuilder()
                      .setBuild(held.build().name())
                      .setAttempt(held.lease().attempt())
                      .setProtocol(1)
                      .setRunnerVersion("old"))
              .build());
    }

    void says(ConnectRequest message) {
      coordinator.onNext(message);
    }

    void says(Event.Builder event) {
      says(ConnectRequest.newBuilder().setEvent(event).build());
    }

    ConnectResponse hears() throws InterruptedException {
      var message = heard.poll(10, TimeUnit.SECONDS);
      assertThat(message).as("something is heard").isNotNull();
      assertThat(message.getUnknownFields().asMap()).as("nothing unknown").isEmpty();
      return message;
    }

    boolean hearsNothing() throws InterruptedException {
      return heard.poll(200, TimeUnit.MILLISECONDS) == null;
    }

    Status closes() throws Exception {
      return closed.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void onNext(ConnectResponse message) {
      heard.add(message);
    }

    @Override
    public void onError(Throwable failure) {
      closed.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      closed.complete(Status.OK);
    }
  }
}
