package dev.slipway.coordinator.report;

import com.google.protobuf.Duration;
import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.BeatAck;
import dev.slipway.runner.v1.Cancel;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Fenced;
import dev.slipway.runner.v1.GoAway;
import dev.slipway.runner.v1.Nack;
import dev.slipway.runner.v1.Park;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Throttle;
import dev.slipway.runner.v1.Welcome;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;

/**
 * The way to one runner. Several threads may write: the conversation itself, and whoever cancels,
 * renews or drains. The few bytes are not held back for a slow runner: acks are cumulative and
 * bounded by what it sent.
 */
final class RunnerStream {
  private final ServerCallStreamObserver<ConnectResponse> runner;
  private boolean closed;

  RunnerStream(ServerCallStreamObserver<ConnectResponse> runner) {
    this.runner = runner;
  }

  void welcome(
      Plan plan,
      Terms terms,
      long eventSeq,
      long logSize,
      ReportConfig config,
      List<String> coordinators) {
    var welcome = Welcome.newBuilder().setPlan(plan);
    if (terms.resumes()) {
      welcome
          .setProtocol(terms.protocol())
          .setConnGen(terms.connGen())
          .setAck(Ack.newBuilder().setEventSeq(eventSeq).setLogSize(logSize))
          .setBeatInterval(Plans.duration(config.beatInterval().toMillis()))
          .setFenceAfter(Plans.duration(config.fenceAfter().toMillis()))
          .addAllCoordinators(coordinators);
    }
    send(ConnectResponse.newBuilder().setWelcome(welcome).build());
  }

  void ack(long eventSeq, long logSize) {
    send(
        ConnectResponse.newBuilder()
            .setAck(Ack.newBuilder().setEventSeq(eventSeq).setLogSize(logSize))
            .build());
  }

  void nack(long eventSeq, long logOffset) {
    send(
        ConnectResponse.newBuilder()
            .setNack(Nack.newBuilder().setEventSeq(eventSeq).setLogOffset(logOffset))
            .build());
  }

  void beatAck(long number, List<String> coordinators) {
    send(
        ConnectResponse.newBuilder()
            .setBeatAck(BeatAck.newBuilder().setNumber(number).addAllCoordinators(coordinators))
            .build());
  }

  void cancel(String reason, Duration grace) {
    send(
        ConnectResponse.newBuilder()
            .setCancel(Cancel.newBuilder().setReason(reason).setGrace(grace))
            .build());
  }

  void goAway(Duration within) {
    send(ConnectResponse.newBuilder().setGoAway(GoAway.newBuilder().setWithin(within)).build());
  }

  /**
   * @param logBytesPerSecond 0: as fast as it likes
   */
  void throttle(long logBytesPerSecond) {
    send(
        ConnectResponse.newBuilder()
            .setThrottle(Throttle.newBuilder().setLogBytesPerSecond(logBytesPerSecond))
            .build());
  }

  void park(String why) {
    send(ConnectResponse.newBuilder().setPark(Park.newBuilder().setWhy(why)).build());
  }

  void fenced(String why) {
    send(ConnectResponse.newBuilder().setFenced(Fenced.newBuilder().setWhy(why)).build());
  }

  private synchronized void send(ConnectResponse message) {
    if (!closed && !runner.isCancelled()) {
      runner.onNext(message);
    }
  }

  /** Ends the stream well. */
  synchronized void complete() {
    if (!closed && !runner.isCancelled()) {
      closed = true;
      runner.onCompleted();
    }
  }

  /** Ends the stream; the runner has a newer one. */
  void abort(String why) {
    fail(Status.ABORTED.withDescription(why));
  }

  /** Ends the stream; the runner connects again, here or elsewhere. */
  void unavailable(String why) {
    fail(Status.UNAVAILABLE.withDescription(why));
  }

  /** Ends the stream with an error. */
  synchronized void fail(Status status) {
    if (!closed && !runner.isCancelled()) {
      closed = true;
      runner.onError(status.asRuntimeException());
    }
  }
}
