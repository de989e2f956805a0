package dev.slipway.runner.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.runner.v1.ArtifactHeader;
import dev.slipway.runner.v1.FetchSourceRequest;
import dev.slipway.runner.v1.PutArtifactRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * The coordinators' store of sources and artifacts, as far as this attempt may reach. A call whose
 * connection breaks, or on which nothing moves, is made again from its beginning, at another
 * address if there is one, until it is done or the thread is interrupted.
 */
public final class Store {
  private static final int CHUNK_BYTES = 256 * 1024;

  private final Coordinators coordinators;
  private final LinkTimes times;

  /** A store behind any of {@code coordinators}. */
  public Store(Coordinators coordinators, LinkTimes times) {
    this.coordinators = coordinators;
    this.times = times;
  }

  /**
   * Writes the source with this sha256 to {@code file}, unchecked. Blocks until it is there.
   *
   * @throws IOException when the disk refuses
   * @throws StatusRuntimeException as FetchSource says, but for what another try may mend
   */
  public void fetch(String sha256, Path file) throws IOException, InterruptedException {
    patiently(coordinator -> fetch(coordinator, sha256, file));
  }

  private void fetch(Coordinator coordinator, String sha256, Path file)
      throws IOException, InterruptedException {
    Download download = new Download(times.progress());
    coordinator
        .calls()
        .fetchSource(FetchSourceRequest.newBuilder().setSha256(sha256).build(), download);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (ByteString chunk = download.next(); chunk != null; chunk = download.next()) {
        chunk.writeTo(out);
      }
    }
  }

  /**
   * Stores {@code file}. Blocks until it is committed.
   *
   * @throws IOException when the file cannot be read
   * @throws StatusRuntimeException as PutArtifact says, but for what another try may mend
   */
  public void put(Path file, String sha256, long sizeBytes)
      throws IOException, InterruptedException {
    ArtifactHeader header =
        ArtifactHeader.newBuilder().setSha256(sha256).setSizeBytes(sizeBytes).build();
    patiently(coordinator -> put(coordinator, header, file));
  }

  private void put(Coordinator coordinator, ArtifactHeader header, Path file)
      throws IOException, InterruptedException {
    Upload upload = new Upload(times.progress());
    var _ = coordinator.calls().putArtifact(upload);
    upload.send(PutArtifactRequest.newBuilder().setHeader(header).build());
    try (InputStream in = Files.newInputStream(file)) {
      for (byte[] chunk = in.readNBytes(CHUNK_BYTES);
          chunk.length > 0;
          chunk = in.readNBytes(CHUNK_BYTES)) {
        upload.send(
            PutArtifactRequest.newBuilder()
                .setChunk(UnsafeByteOperations.unsafeWrap(chunk))
                .build());
      }
    }
    upload.finish();
  }

  private void patiently(Call call) throws IOException, InterruptedException {
    Rotation rotation = new Rotation(coordinators.addresses());
    Pause pause = new Pause(times.pauseFirst(), times.pauseMax(), new SplittableRandom());
    while (true) {
      // A connection for each try, and away with it: a half-open one must not be used again.
      try (Coordinator coordinator = coordinators.connect(rotation.next())) {
        call.on(coordinator);
        return;
      } catch (StatusRuntimeException e) {
        if (isAnswer(e.getStatus().getCode())) {
          throw e;
        }
      }
      pause.sleep();
    }
  }

  /** Whether a coordinator has said so, and another would say the same. */
  private static boolean isAnswer(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          UNAUTHENTICATED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED ->
          true;
      case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS ->
          false;
    };
  }

  /** One try. */
  @FunctionalInterface
  private interface Call {
    void on(Coordinator coordinator) throws IOException, InterruptedException;
  }
}
