package dev.slipway.bench.load;

import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceStub;
import dev.slipway.v1.ExplainBuildRequest;
import dev.slipway.v1.Explanation;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.QueueStatus;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A client that asks where waiting builds stand, by GetBuild and by ExplainBuild in turn. */
public final class StandingCalls implements AutoCloseable {
  private final ManagedChannel channel;
  private final BuildServiceStub stub;
  private final BiConsumer<String, QueueStatus> heard;
  private final AtomicLong asked = new AtomicLong();

  /**
   * Connects at the first call.
   *
   * @param address {@code host:port}
   * @param heard takes each answer with the build's name; called by the connection's thread
   */
  public StandingCalls(String address, BiConsumer<String, QueueStatus> heard) {
    this.channel =
        NettyChannelBuilder.forTarget("dns:///" + address).usePlaintext().directExecutor().build();
    this.stub = BuildServiceGrpc.newStub(channel);
    this.heard = heard;
  }

  /** Asks of the builds that {@code names} gives, one a call. */
  public InFlight<String, QueueStatus> of(Supplier<String> names) {
    return new InFlight<>(this::ask, names, 1);
  }

  private void ask(String name, StreamObserver<QueueStatus> answer) {
    if (asked.getAndIncrement() % 2 == 0) {
      stub.getBuild(
          GetBuildRequest.newBuilder().setName(name).build(),
          new Told<>(name, Build::getQueueStatus, heard, answer));
    } else {
      stub.explainBuild(
          ExplainBuildRequest.newBuilder().setName(name).build(),
          new Told<>(name, Explanation::getQueueStatus, heard, answer));
    }
  }

  private record Told<A>(
      String name,
      Function<A, QueueStatus> status,
      BiConsumer<String, QueueStatus> heard,
      StreamObserver<QueueStatus> next)
      implements StreamObserver<A> {
    @Override
    public void onNext(A answer) {
      var told = status.apply(answer);
      heard.accept(name, told);
      next.onNext(told);
    }

    @Override
    public void onError(Throwable failure) {
      next.onError(failure);
    }

    @Override
    public void onCompleted() {
      next.onCompleted();
    }
  }

  /** Disconnects; waits a moment for calls that are open. */
  @Override
  public void close() throws InterruptedException {
    channel.shutdown();
    if (!channel.awaitTermination(5, TimeUnit.SECONDS)) {
      channel.shutdownNow();
    }
  }
}
