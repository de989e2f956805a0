package dev.slipway.bench.load;

import dev.slipway.bench.day.Day;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.Git;
import dev.slipway.v1.QueueStatus;
import dev.slipway.v1.Source;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** Clients of a {@link Day}: each submits its build and asks at once when it will start. */
public final class DayCalls implements AutoCloseable {
  private static final Source GIT =
      Source.newBuilder()
          .setGit(Git.newBuilder().setRepository("https://example.com/site.git").setRef("main"))
          .build();

  private final ManagedChannel channel;
  private final BuildServiceBlockingStub stub;

  /** Connects at the first call. */
  public DayCalls(String address) {
    this.channel =
        NettyChannelBuilder.forTarget("dns:///" + address).usePlaintext().directExecutor().build();
    this.stub = BuildServiceGrpc.newBlockingStub(channel);
  }

  /**
   * An answer.
   *
   * @param name the build's
   * @param nanos when its submit was durable and the question was sent
   * @param status empty when it did not wait any more
   * @param tookNanos the question's time
   */
  public record Asked(String name, long nanos, QueueStatus status, long tookNanos) {}

  /** Blocks until both are answered. The build's message id says how long it takes. */
  public Asked submitAndAsk(Day.Submit submit) {
    var name =
        stub.createBuild(
                CreateBuildRequest.newBuilder()
                    .setParent("tenants/seed-" + submit.tenant())
                    .setBuild(
                        Build.newBuilder()
                            .setProject("project-" + submit.project())
                            .setChat("chat-%d-%d".formatted(submit.project(), submit.chat()))
                            .setMessageId(submit.takes().toString())
                            .setTemplate("website")
                            .setSource(GIT))
                    .build())
            .getName();
    long sent = System.nanoTime();
    var build = stub.getBuild(GetBuildRequest.newBuilder().setName(name).build());
    return new Asked(name, sent, build.getQueueStatus(), System.nanoTime() - sent);
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
