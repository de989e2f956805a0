package dev.slipway.runner.link;

import dev.slipway.runner.v1.RunnerServiceGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;

/** One connection to the coordinator at one address, every call with the attempt's token. */
final class Coordinator implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** More than the 10 s that coordinators ask clients to leave between two pings. */
  private static final long PING_AFTER_SECONDS = 12;

  private static final long PING_WAIT_SECONDS = 20;

  private final ManagedChannel transport;
  private final Channel channel;

  /**
   * Does not connect yet.
   *
   * @param address {@code host:port}
   */
  Coordinator(String address, String token) {
    transport =
        ManagedChannelBuilder.forTarget(address)
            .usePlaintext()
            // Never through a proxy: HTTP_PROXY is there for npm and git, the coordinator is next
            // door.
            .proxyDetector(_ -> null)
            // Who tries again is the caller: to another address, and with what is not acked.
            .disableRetry()
            // No callback of ours blocks.
            .directExecutor()
            .keepAliveTime(PING_AFTER_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(PING_WAIT_SECONDS, TimeUnit.SECONDS)
            .build();
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    channel =
        ClientInterceptors.intercept(transport, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  RunnerServiceGrpc.RunnerServiceStub calls() {
    return RunnerServiceGrpc.newStub(channel);
  }

  /** Ends all calls and the connection at once. Does not wait. */
  @Override
  public void close() {
    var _ = transport.shutdownNow();
  }
}
