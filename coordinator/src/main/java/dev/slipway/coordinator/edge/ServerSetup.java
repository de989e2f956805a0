package dev.slipway.coordinator.edge;

import io.grpc.ServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Sets what Micronaut's own configuration does not reach: threads, limits, reflection. */
@Singleton
final class ServerSetup implements BeanCreatedEventListener<ServerBuilder<?>> {
  private final EdgeConfig config;

  ServerSetup(EdgeConfig config) {
    this.config = config;
  }

  @Override
  public ServerBuilder<?> onCreated(BeanCreatedEvent<ServerBuilder<?>> event) {
    var server = event.getBean();
    // A handler may block on the database or on a slow watcher: each call has a thread of its own.
    server.executor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc-", 0).factory()));
    server.maxInboundMessageSize(config.messageBytesMax());
    server.maxInboundMetadataSize(config.metadataBytesMax());
    server.permitKeepAliveTime(config.keepAliveMin().toMillis(), TimeUnit.MILLISECONDS);
    server.permitKeepAliveWithoutCalls(true);
    server.keepAliveTime(config.keepAlive().toMillis(), TimeUnit.MILLISECONDS);
    server.keepAliveTimeout(config.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS);
    if (server instanceof NettyServerBuilder netty) {
      netty.maxConnectionAge(config.connectionAge().toMillis(), TimeUnit.MILLISECONDS);
      netty.maxConnectionAgeGrace(config.connectionGrace().toMillis(), TimeUnit.MILLISECONDS);
      netty.flowControlWindow(config.streamWindowBytes());
      netty.maxConcurrentCallsPerConnection(config.callsPerConnection());
      netty.maxRstFramesPerWindow(config.resetsPerSecond(), 1);
    }
    if (config.reflection()) {
      server.addService(ProtoReflectionServiceV1.newInstance());
      server.addService(v1alpha());
    }
    return server;
  }

  /** Older grpcurl asks for this one. */
  @SuppressWarnings("deprecation")
  private static io.grpc.BindableService v1alpha() {
    return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
  }
}
