package dev.slipway.coordinator.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.v1.BuildServiceGrpc;
import dev.slipway.v1.CreateBuildRequest;
import dev.slipway.v1.GetBuildRequest;
import dev.slipway.v1.GetTemplateRequest;
import dev.slipway.v1.ListTemplatesRequest;
import dev.slipway.v1.TemplateServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Property;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The coordinator's own server, as it starts in production. */
@CoordinatorTest
@Property(name = "slipway.edge.message-bytes-max", value = "65536")
class ServerTest {
  private static final List<String> SERVICES =
      List.of(
          "slipway.v1.BuildService",
          "slipway.v1.LogService",
          "slipway.v1.SourceService",
          "slipway.v1.ArtifactService",
          "slipway.v1.TemplateService",
          "slipway.v1.QueueService",
          "slipway.v1.QuotaService",
          "slipway.v1.TenantService",
          "slipway.v1.AdminService",
          "slipway.runner.v1.RunnerService");

  private final GrpcEmbeddedServer server;
  private final TestRows rows;
  @Inject ApplicationContext context;
  private ManagedChannel channel;

  ServerTest(GrpcEmbeddedServer server, TestRows rows) {
    this.server = server;
    this.rows = rows;
  }

  @BeforeEach
  void start() {
    // What other tests left would be looked after when the server starts.
    rows.clear();
    if (!server.isRunning()) {
      server.start();
    }
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
            .usePlaintext()
            .build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
  }

  @Test
  void everyServiceIsHealthyByItsName() {
    var health = HealthGrpc.newBlockingStub(channel);

    assertThat(context.getBeansOfType(BindableService.class))
        .extracting(service -> service.bindService().getServiceDescriptor().getName())
        .containsAll(SERVICES);
    for (var service : SERVICES) {
      assertThat(
              health.check(HealthCheckRequest.newBuilder().setService(service).build()).getStatus())
          .as(service)
          .isEqualTo(ServingStatus.SERVING);
    }
    assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
        .isEqualTo(ServingStatus.SERVING);
    assertThatThrownBy(
            () -> health.check(HealthCheckRequest.newBuilder().setService("nobody").build()))
        .hasMessageContaining("NOT_FOUND");
  }

  @Test
  void reflectionListsTheServices() throws Exception {
    var listed = new CompletableFuture<List<String>>();
    var requests =
        io.grpc.reflection.v1.ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                first(
                    listed,
                    (io.grpc.reflection.v1.ServerReflectionResponse response) ->
                        response.getListServicesResponse().getServiceList().stream()
                            .map(io.grpc.reflection.v1.ServiceResponse::getName)
                            .toList()));
    requests.onNext(
        io.grpc.reflection.v1.ServerReflectionRequest.newBuilder().setListServices("").build());

    assertThat(listed.get(10, TimeUnit.SECONDS)).containsAll(SERVICES);
    requests.onCompleted();
  }

  @Test
  void olderReflectionListsTheServicesToo() throws Exception {
    var listed = new CompletableFuture<List<String>>();
    var requests =
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                first(
                    listed,
                    (io.grpc.reflection.v1alpha.ServerReflectionResponse response) ->
                        response.getListServicesResponse().getServiceList().stream()
                            .map(io.grpc.reflection.v1alpha.ServiceResponse::getName)
                            .toList()));
    requests.onNext(
        io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
            .setListServices("")
            .build());

    assertThat(listed.get(10, TimeUnit.SECONDS)).containsAll(SERVICES);
    requests.onCompleted();
  }

  @Test
  void aMessageOverTheLimitIsRefusedAndTheConnectionGoesOn() {
    var builds = BuildServiceGrpc.newBlockingStub(channel);

    assertThatThrownBy(
            () ->
                builds.createBuild(
                    CreateBuildRequest.newBuilder().setParent("x".repeat(70_000)).build()))
        .hasMessageContaining("RESOURCE_EXHAUSTED");
    assertThatThrownBy(
            () -> builds.getBuild(GetBuildRequest.newBuilder().setName("x".repeat(60_000)).build()))
        .hasMessageContaining("INVALID_ARGUMENT: name");
  }

  @Test
  void templatesAreTold() {
    var templates = TemplateServiceGrpc.newBlockingStub(channel);

    var all = templates.listTemplates(ListTemplatesRequest.getDefaultInstance());

    assertThat(all.getTemplatesList())
        .extracting(dev.slipway.v1.Template::getName)
        .containsExactly("templates/custom", "templates/snippet", "templates/website");
    for (var template : all.getTemplatesList()) {
      assertThat(
              templates.getTemplate(
                  GetTemplateRequest.newBuilder().setName(template.getName()).build()))
          .isEqualTo(template);
    }
    assertThatThrownBy(
            () ->
                templates.getTemplate(
                    GetTemplateRequest.newBuilder().setName("templates/x").build()))
        .hasMessageContaining("NOT_FOUND: templates/x");
    assertThatThrownBy(
            () -> templates.getTemplate(GetTemplateRequest.newBuilder().setName("x").build()))
        .hasMessageContaining("INVALID_ARGUMENT: name");
  }

  private static <M, T> StreamObserver<M> first(
      CompletableFuture<T> found, java.util.function.Function<M, T> read) {
    return new StreamObserver<>() {
      @Override
      public void onNext(M message) {
        found.complete(read.apply(message));
      }

      @Override
      public void onError(Throwable failure) {
        found.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {}
    };
  }
}
