package dev.slipway.coordinator.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestGrpc;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.v1.Artifact;
import dev.slipway.v1.ArtifactServiceGrpc;
import dev.slipway.v1.DownloadArtifactRequest;
import dev.slipway.v1.ListArtifactsRequest;
import io.micronaut.transaction.TransactionOperations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class ArtifactEndpointTest {
  private final ArtifactEndpoint service;
  private final Artifacts artifacts;
  private final BlobStore blobs;
  private final TestRows rows;
  private final TransactionOperations<Connection> transactions;
  private TestGrpc grpc;
  private BuildRef build;

  ArtifactEndpointTest(
      ArtifactEndpoint service,
      Artifacts artifacts,
      BlobStore blobs,
      TestRows rows,
      TransactionOperations<Connection> transactions) {
    this.service = service;
    this.artifacts = artifacts;
    this.blobs = blobs;
    this.rows = rows;
    this.transactions = transactions;
  }

  @BeforeEach
  void serve() throws IOException {
    grpc = TestGrpc.serve(service);
    String tenant = rows.tenant();
    build = new BuildRef(tenant, rows.succeeded(tenant, null, null));
  }

  @AfterEach
  void close() {
    grpc.close();
  }

  @Test
  void listsArtifactsByName() {
    store("site.zip", new byte[10], true);
    store("bundle.js", new byte[20], false);

    assertThat(list(build.name()))
        .extracting(Artifact::getName, Artifact::getSizeBytes)
        .containsExactly(
            tuple(build.name() + "/artifacts/bundle.js", 20L),
            tuple(build.name() + "/artifacts/site.zip", 10L));
    assertThat(artifacts.findSite(build.id()))
        .hasValueSatisfying(site -> assertThat(site.name()).isEqualTo("site.zip"));
  }

  @Test
  void aBuildWithoutArtifactsHasAnEmptyList() {
    assertThat(list(build.name())).isEmpty();
    assertThat(artifacts.findSite(build.id())).isEmpty();
  }

  @Test
  void anotherTenantsBuildIsNotFound() {
    var stranger = new BuildRef(rows.tenant(), build.id());

    assertThatThrownBy(() -> list(stranger.name())).hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> list("tenants/x/builds/1"))
        .hasMessageContaining("INVALID_ARGUMENT: parent: 'tenants/x/builds/1'");
  }

  @Test
  void downloadsTheBytesInChunks() throws IOException {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    var stored = store("site.zip", content, true);

    var messages =
        ArtifactServiceGrpc.newBlockingStub(grpc.channel())
            .downloadArtifact(request(build.name() + "/artifacts/site.zip"));

    assertThat(messages.next().getArtifact().getSha256()).isEqualTo(stored.sha256());
    var got = new ByteArrayOutputStream();
    while (messages.hasNext()) {
      var chunk = messages.next().getChunk();
      assertThat(chunk.size()).isBetween(1, 256 * 1024);
      chunk.writeTo(got);
    }
    assertThat(got.toByteArray()).isEqualTo(content);
  }

  @Test
  void anUnknownArtifactIsNotFound() {
    var unknown = request(build.name() + "/artifacts/no.zip");
    var bad = request(build.name() + "/no.zip");
    var stub = ArtifactServiceGrpc.newBlockingStub(grpc.channel());

    assertThatThrownBy(() -> stub.downloadArtifact(unknown).next())
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(() -> stub.downloadArtifact(bad).next())
        .hasMessageContaining("INVALID_ARGUMENT: name:");
  }

  @Test
  void rowsAreWrittenOnlyInTheCallersTransaction() {
    var artifact = new Results.Artifact("a", "0".repeat(64), 1, "text/plain", false);

    assertThatThrownBy(() -> artifacts.insert(build.id(), List.of(artifact)))
        .hasMessageContaining("mandatory");
    assertThatThrownBy(
            () ->
                transactions.executeWrite(
                    _ -> {
                      artifacts.insert(build.id(), List.of(artifact));
                      throw new IllegalStateException("the success did not commit");
                    }))
        .hasMessageContaining("did not commit");

    assertThat(list(build.name())).isEmpty();
  }

  private Results.Artifact store(String name, byte[] content, boolean site) {
    var blob = blobs.put(new ByteArrayInputStream(content));
    var artifact =
        new Results.Artifact(name, blob.sha256(), blob.sizeBytes(), "application/zip", site);
    UUID id = build.id();
    transactions.executeWrite(
        _ -> {
          artifacts.insert(id, List.of(artifact));
          return artifact;
        });
    return artifact;
  }

  private List<Artifact> list(String parent) {
    return ArtifactServiceGrpc.newBlockingStub(grpc.channel())
        .listArtifacts(ListArtifactsRequest.newBuilder().setParent(parent).build())
        .getArtifactsList();
  }

  private static DownloadArtifactRequest request(String name) {
    return DownloadArtifactRequest.newBuilder().setName(name).build();
  }
}
