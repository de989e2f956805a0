package dev.slipway.coordinator.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestGrpc;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.v1.GetPreviewRequest;
import dev.slipway.v1.ListPreviewsRequest;
import dev.slipway.v1.ListPreviewsResponse;
import dev.slipway.v1.Preview;
import dev.slipway.v1.PreviewServiceGrpc;
import dev.slipway.v1.PreviewServiceGrpc.PreviewServiceBlockingStub;
import dev.slipway.v1.RollbackPreviewRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class PreviewEndpointTest {
  private final PreviewEndpoint service;
  private final PreviewServer server;
  private final TestSites sites;
  private final TestRows rows;
  private TestGrpc grpc;
  private PreviewServiceBlockingStub stub;
  private String tenant;

  PreviewEndpointTest(
      PreviewEndpoint service, PreviewServer server, TestSites sites, TestRows rows) {
    this.service = service;
    this.server = server;
    this.sites = sites;
    this.rows = rows;
  }

  @BeforeEach
  void serve() throws IOException {
    grpc = TestGrpc.serve(service);
    stub = PreviewServiceGrpc.newBlockingStub(grpc.channel());
    tenant = rows.tenant();
    rows.chat(tenant, "c1");
  }

  @AfterEach
  void close() {
    grpc.close();
  }

  @Test
  void showsTheNewestSuccess() {
    published(1);
    UUID second = published(2);

    var preview = get();

    assertThat(preview.getName()).isEqualTo("tenants/" + tenant + "/previews/c1");
    assertThat(preview.getBuild()).isEqualTo(name(second));
    assertThat(preview.getUri())
        .isEqualTo(
            "http://%s.localhost:%d/".formatted(HostLabel.ofChat(tenant, "c1"), server.port()));
  }

  @Test
  void neverMovesBackwardByALateSuccess() {
    UUID first = published(1);
    UUID second = published(2);
    var before = get();

    sites.flip(tenant, "c1", first);
    sites.flip(tenant, "c1", second);

    assertThat(get()).as("not even its time").isEqualTo(before);
  }

  @Test
  void anUnknownPreviewIsNotFound() {
    assertThatThrownBy(this::get).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> rollback("")).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> stub.getPreview(GetPreviewRequest.getDefaultInstance()))
        .hasMessageContaining("INVALID_ARGUMENT: name: ''");
  }

  @Test
  void rollsBackToTheSuccessBeforeAndMovesOnFromThere() {
    UUID first = published(1);
    rows.queued(tenant, "c1", 2L);
    rows.succeeded(tenant, "c1", 3L); // without a site
    published(4);

    assertThat(rollback("").getBuild()).isEqualTo(name(first));
    assertThat(get().getBuild()).isEqualTo(name(first));

    UUID fifth = published(5);

    assertThat(get().getBuild()).isEqualTo(name(fifth));
  }

  @Test
  void rollsBackToANamedBuildAsOftenAsAsked() {
    UUID first = published(1);
    published(2);
    published(3);

    var once = rollback(name(first));
    var twice = rollback(name(first));

    assertThat(once.getBuild()).isEqualTo(name(first));
    assertThat(twice).as("idempotent").isEqualTo(once);
  }

  @Test
  void refusesToRollBackBeforeTheFirst() {
    UUID first = published(1);

    assertThatThrownBy(() -> rollback(""))
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("shows build " + first + ", and there is no earlier one");
  }

  @Test
  void refusesToShowWhatTheChatDidNotPublish() {
    published(1);
    rows.chat(tenant, "c2");
    UUID otherChats = rows.succeeded(tenant, "c2", 1L);
    sites.publish(otherChats, Map.of("index.html", "x"));
    UUID withoutSite = rows.succeeded(tenant, "c1", 2L);
    UUID waiting = rows.queued(tenant, "c1", 3L);
    var before = get();

    for (UUID build : List.of(otherChats, withoutSite, waiting, UUID.randomUUID())) {
      assertThatThrownBy(() -> rollback(name(build)))
          .hasMessageContaining("FAILED_PRECONDITION: " + name(build) + " is not a build of");
    }
    assertThatThrownBy(() -> rollback("builds/1"))
        .hasMessageContaining("INVALID_ARGUMENT: build: 'builds/1'");

    assertThat(get()).isEqualTo(before);
  }

  @Test
  void listsByPagesLastChangedFirst() {
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      rows.chat(tenant, "chat" + i);
      UUID build = rows.succeeded(tenant, "chat" + i, 1L);
      sites.publish(build, Map.of("index.html", "x"));
      sites.flip(tenant, "chat" + i, build);
      changed.addFirst("tenants/" + tenant + "/previews/chat" + i);
    }

    List<String> seen = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      var page = list(2, token);
      page.getPreviewsList().stream().map(Preview::getName).forEach(seen::add);
      token = page.getNextPageToken();
      pages++;
    } while (!token.isEmpty());

    assertThat(seen).isEqualTo(changed);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void refusesBadPages() {
    assertThatThrownBy(() -> list(-1, "")).hasMessageContaining("INVALID_ARGUMENT: page_size: -1");
    assertThatThrownBy(() -> list(0, "x!")).hasMessageContaining("INVALID_ARGUMENT: page_token");
    assertThatThrownBy(() -> list(0, "YQpi")).hasMessageContaining("INVALID_ARGUMENT: page_token");
    tenant = "nobody";
    assertThatThrownBy(() -> list(0, "")).hasMessageContaining("NOT_FOUND");
  }

  private UUID published(long chatSeq) {
    UUID build = rows.succeeded(tenant, "c1", chatSeq);
    sites.publish(build, Map.of("index.html", "build " + build));
    sites.flip(tenant, "c1", build);
    return build;
  }

  private Preview get() {
    return stub.getPreview(
        GetPreviewRequest.newBuilder().setName("tenants/" + tenant + "/previews/c1").build());
  }

  private Preview rollback(String build) {
    return stub.rollbackPreview(
        RollbackPreviewRequest.newBuilder()
            .setName("tenants/" + tenant + "/previews/c1")
            .setBuild(build)
            .build());
  }

  private ListPreviewsResponse list(int size, String token) {
    return stub.listPreviews(
        ListPreviewsRequest.newBuilder()
            .setParent("tenants/" + tenant)
            .setPageSize(size)
            .setPageToken(token)
            .build());
  }

  private String name(UUID build) {
    return new BuildRef(tenant, build).name();
  }
}
