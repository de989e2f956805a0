package dev.slipway.coordinator.source;

import com.google.protobuf.ByteString;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.v1.UploadHeader;
import dev.slipway.v1.UploadSourceRequest;
import dev.slipway.v1.UploadStatus;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** One call of UploadSource. gRPC calls it from one thread at a time. */
final class UploadCall implements StreamObserver<UploadSourceRequest> {
  private final SourceEndpoint service;
  private final ServerCallStreamObserver<UploadStatus> answer;
  private @Nullable SourceUpload upload;
  private boolean answered;

  UploadCall(SourceEndpoint service, ServerCallStreamObserver<UploadStatus> answer) {
    this.service = service;
    this.answer = answer;
  }

  @Override
  public void onNext(UploadSourceRequest message) {
    if (answered) {
      return; // what was under way while the answer was
    }
    try {
      switch (message.getMessageCase()) {
        case HEADER -> header(message.getHeader());
        case CHUNK -> chunk(message.getChunk());
        case MESSAGE_NOT_SET ->
            throw Refusal.badField("message", "is empty. Send a header first, then chunks.");
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void header(UploadHeader header) {
    if (upload != null) {
      throw Refusal.badField("header", "came a second time. Send it once, then chunks.");
    }
    var source = SourceName.of(header.getParent(), header.getSha256());
    var status = service.status(source);
    if (status.complete()) {
      // The tenant has it: the bytes need not come again.
      answer(status);
      return;
    }
    upload = service.begin(header);
    answer.request(1);
  }

  private void chunk(ByteString chunk) {
    if (upload == null) {
      throw Refusal.badField("chunk", "came before the header. Send the header first.");
    }
    upload.chunk(chunk.asReadOnlyByteBuffer());
    answer.request(1);
  }

  @Override
  public void onCompleted() {
    if (answered) {
      return;
    }
    try {
      if (upload == null) {
        throw Refusal.badField("header", "is missing. Send the header first.");
      }
      answer(upload.finish());
    } finally {
      close();
    }
  }

  /** The link is gone; what was taken stays. */
  @Override
  public void onError(Throwable cut) {
    close();
  }

  private void answer(SourceUpload.Status status) {
    answered = true;
    answer.onNext(SourceEndpoint.toProto(status));
    answer.onCompleted();
  }

  private void close() {
    if (upload != null) {
      upload.close();
    }
  }
}
