package dev.slipway.cli.submit;

import com.google.protobuf.ByteString;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.cli.pack.Archive;
import dev.slipway.cli.shell.Screen;
import dev.slipway.v1.GetUploadStatusRequest;
import dev.slipway.v1.SourceServiceGrpc;
import dev.slipway.v1.SourceServiceGrpc.SourceServiceBlockingV2Stub;
import dev.slipway.v1.UploadHeader;
import dev.slipway.v1.UploadSourceRequest;
import dev.slipway.v1.UploadStatus;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/**
 * Brings an archive to the coordinator: nothing when it is there already, after a cut only what is
 * missing.
 */
final class Upload implements Coordinator.Call<UploadStatus> {
  private static final int CHUNK_BYTES = 256 * 1024;

  private final String parent;
  private final Archive archive;
  private final Coordinator coordinator;
  private final Screen screen;
  private long committedBefore;

  Upload(String parent, Archive archive, Coordinator coordinator, Screen screen) {
    this.parent = parent;
    this.archive = archive;
    this.coordinator = coordinator;
    this.screen = screen;
  }

  /** Blocks until the coordinator has the whole archive. */
  @Override
  public UploadStatus on(Channel channel) throws StatusException, InterruptedException {
    SourceServiceBlockingV2Stub sources = SourceServiceGrpc.newBlockingV2Stub(channel);
    GetUploadStatusRequest request =
        GetUploadStatusRequest.newBuilder()
            .setName(parent + "/sources/" + archive.sha256())
            .build();
    UploadStatus status = Deadline.on(sources).getUploadStatus(request);
    noteProgress(status.getCommittedSize());
    return status.getComplete() ? status : send(status.getCommittedSize(), sources);
  }

  // The tries are bounded for as long as nothing more arrives, not for a long upload as a whole.
  private void noteProgress(long committed) {
    if (committed > committedBefore || committedBefore == 0) {
      coordinator.heard();
    }
    committedBefore = committed;
  }

  private UploadStatus send(long offset, SourceServiceBlockingV2Stub sources)
      throws StatusException, InterruptedException {
    BlockingClientCall<UploadSourceRequest, UploadStatus> call = sources.uploadSource();
    try (InputStream in = Files.newInputStream(archive.file())) {
      in.skipNBytes(offset);
      boolean open = Deadline.send(call, header(offset));
      long sent = offset;
      for (byte[] chunk = in.readNBytes(CHUNK_BYTES);
          open && chunk.length > 0;
          chunk = in.readNBytes(CHUNK_BYTES)) {
        open =
            Deadline.send(
                call,
                UploadSourceRequest.newBuilder().setChunk(ByteString.copyFrom(chunk)).build());
        sent += chunk.length;
        screen.progress((int) (sent * 100 / archive.sizeBytes()), "upload");
      }
      call.halfClose();
      UploadStatus status = Deadline.next(call);
      if (status == null) {
        throw Status.UNAVAILABLE
            .withDescription("the upload ended without an answer")
            .asException();
      }
      return status;
    } catch (IOException unreadable) {
      call.cancel("the archive cannot be read", unreadable);
      throw new UncheckedIOException(unreadable);
    }
  }

  private UploadSourceRequest header(long offset) {
    return UploadSourceRequest.newBuilder()
        .setHeader(
            UploadHeader.newBuilder()
                .setParent(parent)
                .setSha256(archive.sha256())
                .setSizeBytes(archive.sizeBytes())
                .setFormat(archive.format())
                .setOffset(offset))
        .build();
  }
}
