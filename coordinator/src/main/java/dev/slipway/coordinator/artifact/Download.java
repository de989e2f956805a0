package dev.slipway.coordinator.artifact;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.slipway.v1.DownloadArtifactResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One download: reads on only while the client's window has room, so that a slow client holds a
 * file handle and one chunk, not the artifact. gRPC calls it from one thread at a time.
 */
final class Download {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);
  private static final int CHUNK_BYTES = 256 * 1024;

  private final InputStream bytes;
  private final ServerCallStreamObserver<DownloadArtifactResponse> call;
  private boolean over;

  Download(InputStream bytes, ServerCallStreamObserver<DownloadArtifactResponse> call) {
    this.bytes = bytes;
    this.call = call;
  }

  /** To be called before the service method returns, as gRPC wants its handlers set by then. */
  void start() {
    call.setOnReadyHandler(this::send);
    call.setOnCancelHandler(this::end);
  }

  private void send() {
    try {
      while (!over && call.isReady()) {
        byte[] chunk = bytes.readNBytes(CHUNK_BYTES);
        if (chunk.length == 0) {
          end();
          call.onCompleted();
        } else {
          call.onNext(message(UnsafeByteOperations.unsafeWrap(chunk)));
        }
      }
    } catch (IOException e) {
      end();
      LOG.error("While reading an artifact", e);
      call.onError(Status.INTERNAL.withDescription("The artifact cannot be read.").asException());
    }
  }

  private void end() {
    over = true;
    try {
      bytes.close();
    } catch (IOException e) {
      LOG.warn("While closing an artifact: {}", e.getMessage());
    }
  }

  private static DownloadArtifactResponse message(ByteString chunk) {
    return DownloadArtifactResponse.newBuilder().setChunk(chunk).build();
  }
}
