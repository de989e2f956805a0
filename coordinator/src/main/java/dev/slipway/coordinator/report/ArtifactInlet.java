package dev.slipway.coordinator.report;

import dev.slipway.coordinator.artifact.ArtifactUpload;
import dev.slipway.coordinator.artifact.Artifacts;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.runner.v1.PutArtifactRequest;
import dev.slipway.runner.v1.PutArtifactResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** One artifact on its way in. Takes the next chunk when the last one is on disk. */
final class ArtifactInlet implements StreamObserver<PutArtifactRequest> {
  private static final int CHUNK_BYTES_MAX = 256 * 1024;

  private final Artifacts artifacts;
  private final Caller caller;
  private final ServerCallStreamObserver<PutArtifactResponse> runner;
  private @Nullable ArtifactUpload upload;

  ArtifactInlet(
      Artifacts artifacts, Caller caller, ServerCallStreamObserver<PutArtifactResponse> runner) {
    this.artifacts = artifacts;
    this.caller = caller;
    this.runner = runner;
    runner.disableAutoInboundFlowControl();
    runner.setOnCancelHandler(this::end);
    runner.request(1);
  }

  @Override
  public void onNext(PutArtifactRequest message) {
    try {
      switch (message.getMessageCase()) {
        case HEADER -> {
          if (upload != null) {
            throw Refusal.badField("header", "came twice.");
          }
          var header = message.getHeader();
          upload =
              artifacts.receive(
                  caller.lease().attemptUid().toString(),
                  header.getSha256(),
                  header.getSizeBytes());
        }
        case CHUNK -> {
          if (message.getChunk().size() > CHUNK_BYTES_MAX) {
            throw Refusal.badField(
                "chunk",
                "has %d bytes; at most %d.".formatted(message.getChunk().size(), CHUNK_BYTES_MAX));
          }
          begun().chunk(message.getChunk().asReadOnlyByteBuffer());
        }
        case MESSAGE_NOT_SET -> throw Refusal.badField("message", "is empty.");
      }
      runner.request(1);
    } catch (RuntimeException refused) {
      end();
      throw refused;
    }
  }

  private ArtifactUpload begun() {
    if (upload == null) {
      throw Refusal.badField("header", "must come first.");
    }
    return upload;
  }

  @Override
  public void onError(Throwable cut) {
    end();
  }

  @Override
  public void onCompleted() {
    try {
      begun().commit();
    } finally {
      end();
    }
    runner.onNext(PutArtifactResponse.getDefaultInstance());
    runner.onCompleted();
  }

  private void end() {
    if (upload != null) {
      upload.close();
      upload = null;
    }
  }
}
