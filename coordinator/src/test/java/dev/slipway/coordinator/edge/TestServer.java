package dev.slipway.coordinator.edge;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * All services behind the real edge on a real port, without the loops that begin with the
 * coordinator's own server: what happens in a test is what the test does.
 */
@Singleton
public final class TestServer {
  private final Server server;
  private final ManagedChannel channel;

  TestServer(ServerBuilder<?> builder) throws IOException {
    server = builder.build().start();
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
            .usePlaintext()
            .build();
  }

  /** A client's connection. */
  public Channel channel() {
    return channel;
  }

  /**
   * A client's connection that takes no more than 64 KiB of a stream unread. The caller ends it.
   */
  public ManagedChannel narrow() {
    return NettyChannelBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
        .usePlaintext()
        .flowControlWindow(65_535)
        .build();
  }

  /** A runner's connection, which shows a token at each call. */
  public Channel channel(String token) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @PreDestroy
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
