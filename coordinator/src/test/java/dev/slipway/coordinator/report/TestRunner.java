package dev.slipway.coordinator.report;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.admit.TestBuilds.Held;
import dev.slipway.runner.v1.Beat;
import dev.slipway.runner.v1.ConnectRequest;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Event;
import dev.slipway.runner.v1.Hello;
import dev.slipway.runner.v1.Log;
import dev.slipway.runner.v1.Result;
import dev.slipway.runner.v1.Result.Outcome;
import dev.slipway.runner.v1.RunnerServiceGrpc;
import dev.slipway.runner.v1.Sample;
import dev.slipway.runner.v1.StepFinished;
import dev.slipway.runner.v1.StepStarted;
import dev.slipway.runner.v1.Warning;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** A runner that says what a test tells it to, right or wrong. */
final class TestRunner {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BlockingQueue<ConnectResponse> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> closed = new CompletableFuture<>();
  private final StreamObserver<ConnectRequest> coordinator;

  private TestRunner(Channel channel) {
    coordinator =
        RunnerServiceGrpc.newStub(channel)
            .connect(
                new StreamObserver<>() {
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
                });
  }

  /** Opens a stream and says nothing. */
  static TestRunner connect(Channel channel) {
    return new TestRunner(channel);
  }

  void say(ConnectRequest message) {
    coordinator.onNext(message);
  }

  void hello(Held held) {
    say(hello(held.build().name(), held.lease().attempt(), 1));
  }

  /** In protocol 2. */
  void hello(Held held, String podUid, String bootId, ByteString resultSha256) {
    var hello = hello(held.build().name(), held.lease().attempt(), 1).toBuilder();
    hello
        .getHelloBuilder()
        .setNewestProtocol(2)
        .setPodUid(podUid)
        .setBootId(bootId)
        .setResultSha256(resultSha256);
    say(hello.build());
  }

  void beats(long number) {
    say(ConnectRequest.newBuilder().setBeat(Beat.newBuilder().setNumber(number)).build());
  }

  void samples(String step, int cpuSeconds, long memoryBytes) {
    say(
        ConnectRequest.newBuilder()
            .setSample(
                Sample.newBuilder()
                    .setStep(step)
                    .setCpuTime(com.google.protobuf.Duration.newBuilder().setSeconds(cpuSeconds))
                    .setMemoryBytes(memoryBytes)
                    .setMemoryPeakBytes(memoryBytes))
            .build());
  }

  static ConnectRequest hello(String build, int attempt, int protocol) {
    return ConnectRequest.newBuilder()
        .setHello(
            Hello.newBuilder()
                .setBuild(build)
                .setAttempt(attempt)
                .setProtocol(protocol)
                .setRunnerVersion("test"))
        .build();
  }

  static ConnectRequest event(Event.Builder event) {
    return ConnectRequest.newBuilder().setEvent(event).build();
  }

  static Event.Builder started(long seq, long logOffset, String step) {
    return Event.newBuilder()
        .setSeq(seq)
        .setLogOffset(logOffset)
        .setStepStarted(StepStarted.newBuilder().setStep(step).setTitle("echo hello"));
  }

  static Event.Builder finished(long seq, long logOffset, String step, int exitCode) {
    return Event.newBuilder()
        .setSeq(seq)
        .setLogOffset(logOffset)
        .setStepFinished(
            StepFinished.newBuilder()
                .setStep(step)
                .setExitCode(exitCode)
                .setDuration(com.google.protobuf.Duration.newBuilder().setNanos(5_000_000)));
  }

  static Event.Builder warning(long seq, String code, String message) {
    return Event.newBuilder()
        .setSeq(seq)
        .setWarning(Warning.newBuilder().setCode(code).setMessage(message));
  }

  static ConnectRequest log(long offset, byte... data) {
    var crc = new CRC32C();
    crc.update(data);
    return log(offset, (int) crc.getValue(), data);
  }

  static ConnectRequest log(long offset, int crc32c, byte... data) {
    return ConnectRequest.newBuilder()
        .setLog(
            Log.newBuilder().setOffset(offset).setData(ByteString.copyFrom(data)).setCrc32C(crc32c))
        .build();
  }

  static Result.Builder result(long seq, Outcome outcome, long logSize) {
    return Result.newBuilder().setSeq(seq).setOutcome(outcome).setLogSize(logSize);
  }

  /** With the checksum of all that the attempt printed. */
  static Result.Builder summed(Result.Builder result, byte... printed) {
    var crc = new CRC32C();
    crc.update(printed);
    return result.setLogCrc32C((int) crc.getValue());
  }

  static ConnectRequest result(Result.Builder result) {
    return ConnectRequest.newBuilder().setResult(result).build();
  }

  /** What the coordinator says next. */
  ConnectResponse hears() throws InterruptedException {
    var message = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (message == null) {
      throw new AssertionError("nothing was heard; the stream is " + closed);
    }
    return message;
  }

  /** Whether nothing is heard for a moment. */
  boolean hearsNothing() throws InterruptedException {
    return heard.poll(200, TimeUnit.MILLISECONDS) == null;
  }

  /** How the coordinator closes the stream. */
  Status closes() throws Exception {
    return closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  /** Half-closes: it has nothing more to say. */
  void ends() {
    coordinator.onCompleted();
  }

  /** Breaks the link off, as a runner that is killed. */
  void cuts() {
    coordinator.onError(Status.CANCELLED.asRuntimeException());
  }
}
