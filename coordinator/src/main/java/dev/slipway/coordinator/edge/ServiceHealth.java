package dev.slipway.coordinator.edge;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.util.List;

/** Says the health of each service by its name, as grpc.health.v1 wants it. */
@Singleton
public final class ServiceHealth {
  private final HealthStatusManager health;
  private final List<BindableService> services;

  ServiceHealth(HealthStatusManager health, List<BindableService> services) {
    this.health = health;
    this.services = services;
  }

  /** Says of every service that it takes no more: whoever balances load goes elsewhere. */
  public void drain() {
    health.enterTerminalState();
  }

  @EventListener
  void on(ServerStartupEvent event) {
    if (event.getSource() instanceof GrpcEmbeddedServer) {
      for (var service : services) {
        health.setStatus(
            service.bindService().getServiceDescriptor().getName(), ServingStatus.SERVING);
      }
    }
  }
}
