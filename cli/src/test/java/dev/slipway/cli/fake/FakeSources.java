package dev.slipway.cli.fake;

import dev.slipway.v1.GetUploadStatusRequest;
import dev.slipway.v1.SourceServiceGrpc.SourceServiceImplBase;
import dev.slipway.v1.UploadHeader;
import dev.slipway.v1.UploadSourceRequest;
import dev.slipway.v1.UploadStatus;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps one archive in memory. */
public final class FakeSources extends SourceServiceImplBase {
  public final List<UploadHeader> uploads = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
  private boolean complete;

  /** An upload is cut, once, when so many bytes are stored; null for never. */
  public volatile @Nullable Integer cutAt;

  /** What is stored now. */
  public synchronized byte[] stored() {
    return stored.toByteArray();
  }

  @Override
  public synchronized void getUploadStatus(
      GetUploadStatusRequest request, StreamObserver<UploadStatus> answer) {
    answer.onNext(status(request.getName()));
    answer.onCompleted();
  }

  @Override
  public StreamObserver<UploadSourceRequest> uploadSource(StreamObserver<UploadStatus> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(UploadSourceRequest message) {
        take(message, answer);
      }

      @Override
      public void onError(Throwable cut) {}

      @Override
      public void onCompleted() {
        complete = true;
        answer.onNext(status("tenants/default/sources/x"));
        answer.onCompleted();
      }
    };
  }

  private synchronized void take(UploadSourceRequest message, StreamObserver<UploadStatus> answer) {
    if (message.hasHeader()) {
      uploads.add(message.getHeader());
      return;
    }
    stored.writeBytes(message.getChunk().toByteArray());
    Integer cut = cutAt;
    if (cut != null && stored.size() >= cut) {
      cutAt = null;
      answer.onError(Status.UNAVAILABLE.withDescription("cut by the test").asException());
    }
  }

  private UploadStatus status(String name) {
    return UploadStatus.newBuilder()
        .setName(name)
        .setCommittedSize(stored.size())
        .setComplete(complete)
        .build();
  }
}
