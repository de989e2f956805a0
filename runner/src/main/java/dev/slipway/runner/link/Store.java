package dev.slipway.runner.link;

import com.google.protobuf.ByteString;
import dev.slipway.runner.v1.ArtifactHeader;
import dev.slipway.runner.v1.FetchSourceRequest;
import dev.slipway.runner.v1.PutArtifactRequest;
import io.grpc.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The coordinator's store of sources and artifacts, as far as this attempt may reach. */
public final class Store {
  private static final int CHUNK_BYTES = 256 * 1024;

  private final Coordinator coordinator;

  /** A store behind {@code coordinator}. */
  public Store(Coordinator coordinator) {
    this.coordinator = coordinator;
  }

  /**
   * Writes the source with this sha256 to {@code file}, unchecked. Blocks until it is there.
   *
   * @throws IOException when the disk refuses
   * @throws io.grpc.StatusRuntimeException as FetchSource says
   */
  public void fetch(String sha256, Path file) throws IOException {
    Context.CancellableContext call = Context.current().withCancellation();
    Context before = call.attach();
    try (OutputStream out = Files.newOutputStream(file)) {
      var chunks =
          coordinator
              .blockingCalls()
              .fetchSource(FetchSourceRequest.newBuilder().setSha256(sha256).build());
      while (chunks.hasNext()) {
        chunks.next().getChunk().writeTo(out);
      }
    } finally {
      call.detach(before);
      call.cancel(null); // Ends the call also when the disk refused in the middle.
    }
  }

  /**
   * Stores {@code file}. Blocks until the coordinator has committed it.
   *
   * @throws IOException when the file cannot be read
   * @throws io.grpc.StatusRuntimeException as PutArtifact says
   */
  public void put(Path file, String sha256, long sizeBytes)
      throws IOException, InterruptedException {
    Upload upload = new Upload();
    var _ = coordinator.calls().putArtifact(upload);
    upload.send(
        PutArtifactRequest.newBuilder()
            .setHeader(ArtifactHeader.newBuilder().setSha256(sha256).setSizeBytes(sizeBytes))
            .build());
    try (InputStream in = Files.newInputStream(file)) {
      for (ByteString chunk = ByteString.readFrom(in, CHUNK_BYTES, CHUNK_BYTES);
          !chunk.isEmpty();
          chunk = ByteString.readFrom(in, CHUNK_BYTES, CHUNK_BYTES)) {
        upload.send(PutArtifactRequest.newBuilder().setChunk(chunk).build());
      }
    } catch (IOException | InterruptedException e) {
      upload.cancel(e);
      throw e;
    }
    upload.finish();
  }
}
