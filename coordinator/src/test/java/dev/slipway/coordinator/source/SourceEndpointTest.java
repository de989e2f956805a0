package dev.slipway.coordinator.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.blob.Blobs;
import dev.slipway.coordinator.embedded.CoordinatorTest;
import dev.slipway.coordinator.embedded.TestGrpc;
import dev.slipway.coordinator.embedded.TestRows;
import dev.slipway.v1.ArchiveFormat;
import dev.slipway.v1.GetUploadStatusRequest;
import dev.slipway.v1.SourceServiceGrpc;
import dev.slipway.v1.UploadHeader;
import dev.slipway.v1.UploadSourceRequest;
import dev.slipway.v1.UploadStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CoordinatorTest
class SourceEndpointTest {
  private static final int CHUNK = 256 * 1024;

  private final SourceEndpoint service;
  private final Sources sources;
  private final TestRows rows;
  private TestGrpc grpc;
  private String tenant;

  /** Begins as a gzip file does; nobody unpacks it here. A new one per test: blobs are shared. */
  private byte[] archive;

  private String sha256;

  SourceEndpointTest(SourceEndpoint service, Sources sources, TestRows rows) {
    this.service = service;
    this.sources = sources;
    this.rows = rows;
  }

  @BeforeEach
  void serve() throws IOException {
    grpc = TestGrpc.serve(service);
    tenant = rows.tenant();
    archive = new byte[1_000_000];
    new Random(System.nanoTime()).nextBytes(archive);
    archive[0] = 0x1f;
    archive[1] = (byte) 0x8b;
    sha256 = Blobs.sha256(archive);
  }

  @AfterEach
  void close() {
    grpc.close();
  }

  @Test
  void takesAnArchiveInChunks() {
    var status = upload(header(0), archive, 0, archive.length);

    assertThat(status).isEqualTo(complete());
    assertThat(sources.find(tenant, sha256))
        .hasValueSatisfying(source -> assertThat(source.sizeBytes()).isEqualTo(archive.length));
    assertThat(status()).isEqualTo(complete());
  }

  @Test
  void anArchiveNobodyBeganHasNothingCommitted() {
    assertThat(status()).isEqualTo(committed(0));
  }

  @Test
  void goesOnWhereACutUploadStopped() {
    var cut = new Upload();
    cut.send(header(0));
    cut.send(archive, 0, 2 * CHUNK);
    await().until(() -> status().getCommittedSize() == 2 * CHUNK);
    cut.call.cancel("the link is gone", null);

    var status =
        await()
            .until(
                () -> {
                  try {
                    return upload(header(2 * CHUNK), archive, 2 * CHUNK, archive.length);
                  } catch (StatusRuntimeException e) {
                    // The server may hear of the cut a moment later.
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
                    return null;
                  }
                },
                answer -> answer != null);

    assertThat(status).isEqualTo(complete());
  }

  @Test
  void keepsWhatCameWhenTheClientStopsEarly() {
    assertThat(upload(header(0), archive, 0, 1_000)).isEqualTo(committed(1_000));
    assertThat(upload(header(1_000), archive, 1_000, archive.length)).isEqualTo(complete());
  }

  @Test
  void beginsAgainFromAnEarlierOffset() {
    upload(header(0), archive, 0, 1_000);

    assertThat(upload(header(0), archive, 0, archive.length)).isEqualTo(complete());
  }

  @Test
  void answersAtOnceWhenTheTenantHasTheArchive() {
    upload(header(0), archive, 0, archive.length);

    var again = new Upload();
    again.send(header(0));

    assertThat(again.answer.join()).isEqualTo(complete());
  }

  @Test
  void tenantsDoNotSeeEachOthersSources() {
    upload(header(0), archive, 0, archive.length);
    String owner = tenant;

    tenant = rows.tenant();

    assertThat(status()).isEqualTo(committed(0));
    assertThat(sources.find(tenant, sha256)).isEmpty();
    assertThat(upload(header(0), archive, 0, archive.length)).isEqualTo(complete());
    assertThat(sources.find(owner, sha256)).isPresent();
  }

  @Test
  void refusesASecondUploadOfTheSameArchiveMeanwhile() {
    var first = new Upload();
    first.send(header(0));
    first.send(archive, 0, CHUNK);
    await().until(() -> status().getCommittedSize() == CHUNK);

    assertThatThrownBy(() -> upload(header(0), archive, 0, archive.length))
        .hasMessageContaining("ABORTED");

    first.send(archive, CHUNK, archive.length);
    first.call.onCompleted();
    assertThat(first.answer.join()).isEqualTo(complete());
  }

  @Test
  void discardsBytesThatAreNotTheAnnouncedOnes() {
    byte[] other = archive.clone();
    other[other.length - 1] ^= 1;

    assertThatThrownBy(() -> upload(header(0), other, 0, other.length))
        .hasMessageContaining("INVALID_ARGUMENT: header.sha256: is " + sha256)
        .hasMessageContaining(Blobs.sha256(other));

    assertThat(status()).isEqualTo(committed(0));
    assertThat(sources.find(tenant, sha256)).isEmpty();
  }

  @Test
  void discardsWhatIsNotAnArchiveOfTheFormat() {
    var zip = header(0).toBuilder().setFormat(ArchiveFormat.ARCHIVE_FORMAT_ZIP).build();

    assertThatThrownBy(() -> upload(zip, archive, 0, archive.length))
        .hasMessageContaining("INVALID_ARGUMENT: chunk: the archive begins with 1f 8b")
        .hasMessageContaining("which is not ZIP");
    assertThat(status()).isEqualTo(committed(0));
  }

  @Test
  void refusesMoreThanTheHeaderAnnounced() {
    var small = header(0).toBuilder().setSizeBytes(1_000).build();

    assertThatThrownBy(() -> upload(small, archive, 0, archive.length))
        .hasMessageContaining("INVALID_ARGUMENT: chunk: goes beyond the 1000 bytes");
  }

  @Test
  void refusesAHoleBeforeTheFirstChunk() {
    assertThatThrownBy(() -> upload(header(5), archive, 5, archive.length))
        .hasMessageContaining("INVALID_ARGUMENT: header.offset: 5, but 0 bytes are stored");
  }

  @Test
  void refusesBadHeaders() {
    refused(header(0).toBuilder().setParent("tenants/"), "header.parent: 'tenants/'");
    refused(header(0).toBuilder().setSha256("ABC"), "header.sha256: 'ABC'");
    refused(header(0).toBuilder().setSizeBytes(0), "header.size_bytes: 0 bytes");
    refused(header(0).toBuilder().setSizeBytes(1L << 40), "has 1 to 268435456");
    refused(header(0).toBuilder().clearFormat(), "header.format: 0 is none");
  }

  @Test
  void anUnknownTenantIsNotFound() {
    tenant = "nobody";

    assertThatThrownBy(() -> upload(header(0), archive, 0, archive.length))
        .hasMessageContaining("NOT_FOUND: tenants/nobody");
    assertThatThrownBy(this::status).hasMessageContaining("NOT_FOUND: tenants/nobody");
  }

  @Test
  void refusesAChunkWithoutAHeaderAndAnEmptyOne() {
    var headless = new Upload();
    headless.send(archive, 0, 10);
    assertThatThrownBy(headless::join).hasMessageContaining("chunk: came before the header");

    var empty = new Upload();
    empty.send(header(0));
    empty.call.onNext(UploadSourceRequest.newBuilder().setChunk(ByteString.EMPTY).build());
    assertThatThrownBy(empty::join).hasMessageContaining("chunk: 0 bytes: a chunk has 1 to 262144");
  }

  private void refused(UploadHeader.Builder header, String message) {
    assertThatThrownBy(() -> upload(header.build(), archive, 0, archive.length))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining(message);
  }

  private UploadHeader header(long offset) {
    return UploadHeader.newBuilder()
        .setParent("tenants/" + tenant)
        .setSha256(sha256)
        .setSizeBytes(archive.length)
        .setFormat(ArchiveFormat.ARCHIVE_FORMAT_TAR_GZ)
        .setOffset(offset)
        .build();
  }

  private UploadStatus upload(UploadHeader header, byte[] bytes, int from, int to) {
    var upload = new Upload();
    upload.send(header);
    upload.send(bytes, from, to);
    upload.call.onCompleted();
    return upload.join();
  }

  private UploadStatus status() {
    return SourceServiceGrpc.newBlockingStub(grpc.channel())
        .getUploadStatus(GetUploadStatusRequest.newBuilder().setName(name()).build());
  }

  private UploadStatus complete() {
    return committed(archive.length).toBuilder().setComplete(true).build();
  }

  private UploadStatus committed(long bytes) {
    return UploadStatus.newBuilder().setName(name()).setCommittedSize(bytes).build();
  }

  private String name() {
    return "tenants/" + tenant + "/sources/" + sha256;
  }

  /** One call of UploadSource. */
  private final class Upload implements ClientResponseObserver<UploadSourceRequest, UploadStatus> {
    private final CompletableFuture<UploadStatus> answer = new CompletableFuture<>();
    private ClientCallStreamObserver<UploadSourceRequest> call;

    Upload() {
      SourceServiceGrpc.newStub(grpc.channel()).uploadSource(this);
    }

    void send(UploadHeader header) {
      call.onNext(UploadSourceRequest.newBuilder().setHeader(header).build());
    }

    void send(byte[] bytes, int from, int to) {
      for (int at = from; at < to; at += CHUNK) {
        var chunk = ByteString.copyFrom(bytes, at, Math.min(CHUNK, to - at));
        call.onNext(UploadSourceRequest.newBuilder().setChunk(chunk).build());
      }
    }

    UploadStatus join() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        throw (RuntimeException) e.getCause();
      }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<UploadSourceRequest> request) {
      call = request;
    }

    @Override
    public void onNext(UploadStatus status) {
      answer.complete(status);
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {}
  }
}
