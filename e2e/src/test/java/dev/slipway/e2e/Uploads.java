package dev.slipway.e2e;

import com.google.protobuf.ByteString;
import dev.slipway.v1.Archive;
import dev.slipway.v1.ArchiveFormat;
import dev.slipway.v1.GetUploadStatusRequest;
import dev.slipway.v1.SourceServiceGrpc;
import dev.slipway.v1.UploadHeader;
import dev.slipway.v1.UploadSourceRequest;
import dev.slipway.v1.UploadStatus;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/** Uploads archives as a client does: in chunks, with flow control, from any offset. */
public final class Uploads {

  private static final int CHUNK_BYTES = 256 * 1024;

  private final ManagedChannel channel;

  Uploads(ManagedChannel channel) {
    this.channel = channel;
  }

  /** Uploads a whole tar.gz and gives what a build names it by. */
  public Archive tarGz(byte[] archive) {
    var status = upload(header(archive).build(), archive);
    if (!status.getComplete()) {
      throw new AssertionError("the upload is not complete: " + status);
    }
    return Archive.newBuilder().setSha256(sha256(archive)).build();
  }

  /** The header of an honest upload of a tar.gz. */
  public static UploadHeader.Builder header(byte[] archive) {
    return UploadHeader.newBuilder()
        .setParent(Builds.TENANT)
        .setSha256(sha256(archive))
        .setSizeBytes(archive.length)
        .setFormat(ArchiveFormat.ARCHIVE_FORMAT_TAR_GZ);
  }

  /** Sends a header, and the archive from the header's offset to its end. */
  public UploadStatus upload(UploadHeader header, byte[] archive) {
    var upload = new Upload();
    SourceServiceGrpc.newStub(channel).uploadSource(upload);
    upload.send(header, archive, archive.length);
    upload.call.onCompleted();
    return upload.answer();
  }

  /**
   * Sends a header and the archive up to an offset, then breaks the call off, as a lost network
   * would.
   */
  public void cut(UploadHeader header, byte[] archive, int end) {
    var upload = new Upload();
    SourceServiceGrpc.newStub(channel).uploadSource(upload);
    upload.send(header, archive, end);
    upload.call.cancel("the test cuts the upload here", null);
  }

  /** How much of an archive is stored. */
  public UploadStatus status(byte[] archive) {
    return SourceServiceGrpc.newBlockingStub(channel)
        .getUploadStatus(
            GetUploadStatusRequest.newBuilder()
                .setName(Builds.TENANT + "/sources/" + sha256(archive))
                .build());
  }

  /** Lower-case hex. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** One call. Sends only while the transport takes it, and stops when the answer is there. */
  private static final class Upload
      implements ClientResponseObserver<UploadSourceRequest, UploadStatus> {

    private final CompletableFuture<UploadStatus> answer = new CompletableFuture<>();
    private final Semaphore wake = new Semaphore(0);
    private ClientCallStreamObserver<UploadSourceRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<UploadSourceRequest> stream) {
      call = stream;
      stream.setOnReadyHandler(wake::release);
    }

    void send(UploadHeader header, byte[] archive, int end) {
      next(UploadSourceRequest.newBuilder().setHeader(header).build());
      for (var from = (int) header.getOffset(); from < end; from += CHUNK_BYTES) {
        var length = Math.min(CHUNK_BYTES, end - from);
        next(
            UploadSourceRequest.newBuilder()
                .setChunk(ByteString.copyFrom(archive, from, length))
                .build());
      }
    }

    UploadStatus answer() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        throw Status.fromThrowable(e.getCause())
            .asRuntimeException(Status.trailersFromThrowable(e.getCause()));
      }
    }

    private void next(UploadSourceRequest message) {
      while (!call.isReady() && !answer.isDone()) {
        wake.acquireUninterruptibly();
      }
      if (!answer.isDone()) {
        call.onNext(message);
      }
    }

    @Override
    public void onNext(UploadStatus status) {
      answer.complete(status);
      wake.release();
    }

    @Override
    public void onError(Throwable error) {
      answer.completeExceptionally(error);
      wake.release();
    }

    @Override
    public void onCompleted() {
      wake.release();
    }
  }
}
