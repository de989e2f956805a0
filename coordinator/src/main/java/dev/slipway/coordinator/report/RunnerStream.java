package dev.slipway.coordinator.report;

import com.google.protobuf.Duration;
import dev.slipway.runner.v1.Ack;
import dev.slipway.runner.v1.Cancel;
import dev.slipway.runner.v1.ConnectResponse;
import dev.slipway.runner.v1.Fenced;
import dev.slipway.runner.v1.Plan;
import dev.slipway.runner.v1.Welcome;
import io.grpc.stub.ServerCallStreamObserver;

/**
 * The way to one runner. Several threads may write: the conversation itself, and whoever cancels.
 * The few bytes are not held back for a slow runner: acks are cumulative and bounded by what it
 * sent.
 */
final class RunnerStream {
  private final ServerCallStreamObserver<ConnectResponse> runner;
  private boolean closed;

  RunnerStream(ServerCallStreamObserver<ConnectResponse> runner) {
    this.runner = runner;
  }

  void welcome(Plan plan) {
    send(ConnectResponse.newBuilder().setWelcome(Welcome.newBuilder().setPlan(plan)).build());
  }

  void ack(long eventSeq, long logSize) {
    send(
        ConnectResponse.newBuilder()
            .setAck(Ack.newBuilder().setEventSeq(eventSeq).setLogSize(logSize))
            .build());
  }

  void cancel(String reason, Duration grace) {
    send(
        ConnectResponse.newBuilder()
            .setCancel(Cancel.newBuilder().setReason(reason).setGrace(grace))
            .build());
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

  /** Nothing is written from here on. */
  synchronized void close() {
    closed = true;
  }
}
