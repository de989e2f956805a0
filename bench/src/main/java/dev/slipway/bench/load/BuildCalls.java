package dev.slipway.bench.load;

import com.google.protobuf.ByteString;
import dev.slipway.v1.BatchCreateBuildsRequest;
import dev.slipway.v1.BatchCreateBuildsResponse;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceBlockingStub;
import dev.slipway.v1.BuildServiceGrpc.BuildServiceStub;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.Git;
import dev.slipway.v1.InlineFiles;
import dev.slipway.v1.Source;
import dev.slipway.v1.WaitBuildRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client of the build service over loopback: one connection, and answers are handled on its own
 * thread. Builds go to many chats in turn, each with a request id, as a careful client sends it.
 */
public final class BuildCalls implements AutoCloseable {
  private static final String PARENT = "tenants/default";
  private static final Source GIT =
      Source.newBuilder()
          .setGit(Git.newBuilder().setRepository("https://example.com/site.git").setRef("main"))
          .build();
  private static final Source INLINE =
      Source.newBuilder()
          .setInlineFiles(
              InlineFiles.newBuilder()
                  .putFiles("main.js", ByteString.copyFromUtf8("console.log('hello')\n")))
          .build();

  private final ManagedChannel channel;
  private final BuildServiceStub stub;
  private final BuildServiceBlockingStub blocking;
  private final int chats;
  private final String run = Long.toString(System.nanoTime(), 36);
  private final AtomicLong sent = new AtomicLong();

  private BuildCalls(ManagedChannel channel, int chats) {
    this.channel = channel;
    this.chats = chats;
    this.stub = BuildServiceGrpc.newStub(channel);
    this.blocking = BuildServiceGrpc.newBlockingStub(channel);
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

  /** CreateBuild of a website from a git reference, one unit each: nothing but the queue. */
  public InFlight<CreateBuildRequest, Build> creates() {
    return new InFlight<>(stub::createBuild, () -> next("website", GIT), 1);
  }

  /** CreateBuild of a snippet with its file inline, which is stored as well. */
  public InFlight<CreateBuildRequest, Build> createsWithFile() {
    return new InFlight<>(stub::createBuild, () -> next("snippet", INLINE), 1);
  }

  /** BatchCreateBuilds of so many as {@link #creates} sends; a unit is a build. */
  public InFlight<BatchCreateBuildsRequest, BatchCreateBuildsResponse> createBatches(int builds) {
    return new InFlight<>(
        stub::batchCreateBuilds,
        () -> {
          var batch = BatchCreateBuildsRequest.newBuilder().setParent(PARENT);
          for (int i = 0; i < builds; i++) {
            batch.addRequests(next("website", GIT));
          }
          return batch.build();
        },
        builds);
  }

  /** Creates a build as {@link #creates} and blocks until it is durable; returns its name. */
  public String create() {
    return blocking.createBuild(next("website", GIT)).getName();
  }

  /** Blocks until the build has ended. */
  public void await(String name) {
    var _ = blocking.waitBuild(WaitBuildRequest.newBuilder().setName(name).build());
  }

  private CreateBuildRequest next(String template, Source source) {
    long number = sent.getAndIncrement();
    return CreateBuildRequest.newBuilder()
        .setParent(PARENT)
        .setRequestId(run + "-" + number)
        .setBuild(
            Build.newBuilder()
                .setChat("bench-" + number % chats)
                .setTemplate(template)
                .setSource(source))
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
