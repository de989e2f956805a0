package dev.slipway.cli.download;

import com.google.protobuf.ByteString;
import dev.slipway.cli.link.Coordinator;
import dev.slipway.cli.link.Deadline;
import dev.slipway.v1.Artifact;
import dev.slipway.v1.ArtifactServiceGrpc;
import dev.slipway.v1.DownloadArtifactRequest;
import dev.slipway.v1.DownloadArtifactResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.function.Consumer;

/**
 * One artifact's bytes, each once over any number of cuts. A download always begins at the first
 * byte; after a cut the bytes that came before are skipped.
 */
final class ArtifactStream implements Coordinator.Call<Artifact> {
  private final String name;
  private final Coordinator coordinator;
  private final Consumer<ByteString> bytes;
  private long taken;

  ArtifactStream(String name, Coordinator coordinator, Consumer<ByteString> bytes) {
    this.name = name;
    this.coordinator = coordinator;
    this.bytes = bytes;
  }

  /** Returns what the artifact is, when all its bytes were handed on. */
  @Override
  public Artifact on(Channel channel) throws StatusException, InterruptedException {
    DownloadArtifactRequest request = DownloadArtifactRequest.newBuilder().setName(name).build();
    BlockingClientCall<?, DownloadArtifactResponse> call =
        ArtifactServiceGrpc.newBlockingV2Stub(channel).downloadArtifact(request);
    Artifact artifact = Artifact.getDefaultInstance();
    long at = 0;
    for (DownloadArtifactResponse part = Deadline.next(call);
        part != null;
        part = Deadline.next(call)) {
      if (part.hasArtifact()) {
        artifact = part.getArtifact();
      } else {
        take(part.getChunk(), at);
        at += part.getChunk().size();
      }
    }
    if (at < artifact.getSizeBytes() || artifact.getName().isEmpty()) {
      throw Status.UNAVAILABLE
          .withDescription("the download ended before the artifact")
          .asException();
    }
    return artifact;
  }

  private void take(ByteString chunk, long at) {
    long skipped = Math.clamp(taken - at, 0, chunk.size());
    if (skipped < chunk.size()) {
      bytes.accept(chunk.substring((int) skipped));
      taken = at + chunk.size();
      coordinator.heard();
    }
  }
}
