package dev.slipway.race.link;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.v1.Build;
import dev.slipway.v1.BuildEvent;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.CancelBuildRequest;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.ListBuildEventsRequest;
import dev.slipway.v1.LogServiceGrpc;
import dev.slipway.v1.Step;
import dev.slipway.v1.TailLogsRequest;
import dev.slipway.v1.WaitBuildRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.UUID;

/** What a client asks of the coordinator about the builds of the matrix. */
final class Calls implements AutoCloseable {
  private static final String TENANT = "tenants/default";

  private final String address;
  private final LinkLauncher launcher;
  private final ManagedChannel channel;

  /**
   * @param address of the coordinator, {@code host:port}
   */
  Calls(String address, LinkLauncher launcher) {
    this.address = address;
    this.launcher = launcher;
    this.channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
  }

  String address() {
    return address;
  }

  BuildRef submit(String name) {
    var build =
        builds()
            .createBuild(
                CreateBuildRequest.newBuilder()
                    .setParent(TENANT)
                    .setBuild(
                        Build.newBuilder()
                            .setTemplate("custom")
                            .setDisplayName(name)
                            .addSteps(Step.newBuilder().setId("one").addCommand("true"))
                            .addSteps(Step.newBuilder().setId("two").addCommand("true")))
                    .build());
    var id = build.getName().substring(build.getName().lastIndexOf('/') + 1);
    return new BuildRef("default", UUID.fromString(id));
  }

  void cancel(BuildRef build) {
    var _ = builds().cancelBuild(CancelBuildRequest.newBuilder().setName(build.name()).build());
  }

  /** The build when it has ended, or after a minute as it is. */
  Build ended(BuildRef build) {
    return builds()
        .waitBuild(
            WaitBuildRequest.newBuilder()
                .setName(build.name())
                .setTimeout(com.google.protobuf.Duration.newBuilder().setSeconds(60))
                .build());
  }

  byte[] log(BuildRef build) {
    var bytes = new ByteArrayOutputStream();
    LogServiceGrpc.newBlockingStub(channel)
        .tailLogs(TailLogsRequest.newBuilder().setName(build.name()).build())
        .forEachRemaining(batch -> bytes.writeBytes(batch.getData().toByteArray()));
    return bytes.toByteArray();
  }

  List<BuildEvent> events(BuildRef build) {
    return builds()
        .listBuildEvents(
            ListBuildEventsRequest.newBuilder().setName(build.name()).setPageSize(1000).build())
        .getEventsList();
  }

  /** The runner that was played has ended. */
  void exits(Launches.Launch launch) {
    launcher.exits(launch, 0);
  }

  private BuildServiceGrpc.BuildServiceBlockingStub builds() {
    return BuildServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
