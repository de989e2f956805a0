package dev.slipway.runner.coordinator;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.slipway.runner.frozen.v1.Ack;
import dev.slipway.runner.frozen.v1.ConnectRequest;
import dev.slipway.runner.frozen.v1.ConnectResponse;
import dev.slipway.runner.frozen.v1.Plan;
import dev.slipway.runner.frozen.v1.RunnerServiceGrpc;
import dev.slipway.runner.frozen.v1.Welcome;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A coordinator of protocol 1, which knows no message and no field that came later. */
public final class FrozenCoordinator extends RunnerServiceGrpc.RunnerServiceImplBase
    implements AutoCloseable {
  private final List<ConnectRequest> heard = new ArrayList<>();
  private final Server server;
  private final Plan plan;
  private long logSize;
  private long seq;

  private FrozenCoordinator(dev.slipway.runner.v1.Plan plan) throws IOException {
    try {
      this.plan = Plan.parseFrom(plan.toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  /** Starts one that answers Hello with {@code plan}. */
  public static FrozenCoordinator start(dev.slipway.runner.v1.Plan plan) throws IOException {
    return new FrozenCoordinator(plan);
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** What came, over all streams. */
  public synchronized List<ConnectRequest> heard() {
    return List.copyOf(heard);
  }

  /** The output that came. */
  public synchronized String logText() {
    StringBuilder text = new StringBuilder();
    heard.stream()
        .filter(ConnectRequest::hasLog)
        .forEach(said -> text.append(said.getLog().getData().toStringUtf8()));
    return text.toString();
  }

  @Override
  public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> out) {
    return new StreamObserver<>() {
      @Override
      public void onNext(ConnectRequest said) {
        out.onNext(answer(said));
        if (said.hasResult()) {
          out.onCompleted();
        }
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {}
    };
  }

  private synchronized ConnectResponse answer(ConnectRequest said) {
    heard.add(said);
    switch (said.getMessageCase()) {
      case HELLO -> {
        return ConnectResponse.newBuilder().setWelcome(Welcome.newBuilder().setPlan(plan)).build();
      }
      case EVENT -> seq = said.getEvent().getSeq();
      case LOG -> logSize += said.getLog().getData().size();
      case RESULT -> seq = said.getResult().getSeq();
      case MESSAGE_NOT_SET -> {}
    }
    return ConnectResponse.newBuilder()
        .setAck(Ack.newBuilder().setEventSeq(seq).setLogSize(logSize))
        .build();
  }

  /** Ends every connection at once, as kill -9 does. */
  @Override
  public void close() {
    server.shutdownNow();
  }
}
