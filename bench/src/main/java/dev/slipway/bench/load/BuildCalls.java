package dev.slipway.bench.load;

import com.google.protobuf.ByteString;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceStub;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.InlineFiles;
import dev.slipway.v1.Source;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client of the build service over loopback: one connection, and answers are handled on its own
 * thread. The builds are snippets of one small file, always the same, in many chats in turn, each
 * with a request id, as a careful client sends it.
 */
public final class BuildCalls implements AutoCloseable {
  private static final String CODE = "console.log('hello')\n";

  private final ManagedChannel channel;
  private final BuildServiceStub stub;
  private final int chats;
  private final String run = Long.toString(System.nanoTime(), 36);
  private final AtomicLong sent = new AtomicLong();

  private BuildCalls(ManagedChannel channel, int chats) {
    this.channel = channel;
    this.chats = chats;
    this.stub = BuildServiceGrpc.newStub(channel);
  }

  /**
   * Connects at the first call.
   *
   * @param address {@code host:port}
   * @param chats how many chats take the builds, in turn
   */
  public static BuildCalls to(String address, int chats) {
    return new BuildCalls(
        NettyChannelBuilder.forTarget("dns:///" + address).usePlaintext().directExecutor().build(),
        chats);
  }

  /** CreateBuild calls, one unit each. */
  public InFlight<CreateBuildRequest, Build> creates() {
    return new InFlight<>(stub::createBuild, this::nextRequest, 1);
  }

  private CreateBuildRequest nextRequest() {
    long number = sent.getAndIncrement();
    return CreateBuildRequest.newBuilder()
        .setParent("tenants/default")
        .setRequestId(run + "-" + number)
        .setBuild(
            Build.newBuilder()
                .setChat("bench-" + number % chats)
                .setTemplate("snippet")
                .setSource(
                    Source.newBuilder()
                        .setInlineFiles(
                            InlineFiles.newBuilder()
                                .putFiles("main.js", ByteString.copyFromUtf8(CODE)))))
        .build();
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
