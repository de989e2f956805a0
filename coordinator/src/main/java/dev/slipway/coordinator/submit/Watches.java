package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.PageSize;
import dev.slipway.coordinator.changes.BuildsWatch;
import dev.slipway.coordinator.fanout.BuildWatch;
import dev.slipway.v1.WatchBuildRequest;
import dev.slipway.v1.WatchBuildsRequest;
import io.grpc.stub.ServerCallStreamObserver;
import jakarta.inject.Singleton;

/** The calls of BuildService that are answered with streams. */
@Singleton
class Watches {
  private static final int BUILDS_A_MESSAGE = 100;

  private final Reads reads;
  private final BuildWatch one;
  private final BuildsWatch many;

  Watches(Reads reads, BuildWatch one, BuildsWatch many) {
    this.reads = reads;
    this.one = one;
    this.many = many;
  }

  /** WatchBuild. */
  void build(WatchBuildRequest request, ServerCallStreamObserver<byte[]> client) {
    one.watch(BuildRef.ofRequest(request.getName()), request, client, reads::get);
  }

  /** WatchBuilds. */
  void builds(WatchBuildsRequest request, ServerCallStreamObserver<byte[]> client) {
    var tenant = Parents.tenant(request.getParent());
    int size = PageSize.of(request.getPageSize(), BUILDS_A_MESSAGE);
    many.watch(tenant, size, request, client);
  }
}
