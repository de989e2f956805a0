package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.stream.EncodedAnswers;
import dev.slipway.v1.BuildServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import jakarta.inject.Singleton;

/** BuildService as it is served: watches are answered with messages that are encoded once. */
@Singleton
class BuildService implements BindableService {
  private final BuildEndpoint endpoint;
  private final Watches watches;

  BuildService(BuildEndpoint endpoint, Watches watches) {
    this.endpoint = endpoint;
    this.watches = watches;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return new EncodedAnswers(BuildServiceGrpc.bindService(endpoint))
        .with(BuildServiceGrpc.getWatchBuildMethod(), watches::build)
        .with(BuildServiceGrpc.getWatchBuildsMethod(), watches::builds)
        .build();
  }
}
