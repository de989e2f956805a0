package dev.slipway.runner.link;

import dev.slipway.runner.v1.RunnerServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;

/** The coordinator at one address, every call with the attempt's token. */
public final class Coordinator implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel transport;
  private final Channel channel;

  /**
   * Does not connect yet.
   *
   * @param address {@code host:port}
   */
  public Coordinator(String address, String token) {
    // Never through a proxy: HTTP_PROXY is there for npm and git, the coordinator is next door.
    transport =
        ManagedChannelBuilder.forTarget(address).usePlaintext().proxyDetector(_ -> null).build();
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    channel =
        ClientInterceptors.intercept(transport, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  RunnerServiceGrpc.RunnerServiceStub calls() {
    return RunnerServiceGrpc.newStub(channel);
  }

  RunnerServiceGrpc.RunnerServiceBlockingStub blockingCalls() {
    return RunnerServiceGrpc.newBlockingStub(channel);
  }

  /** Ends all calls; waits at most 1 s for what is on its way. */
  @Override
  public void close() {
    transport.shutdown();
    try {
      if (!transport.awaitTermination(1, TimeUnit.SECONDS)) {
        transport.shutdownNow();
      }
    } catch (InterruptedException e) {
      transport.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
