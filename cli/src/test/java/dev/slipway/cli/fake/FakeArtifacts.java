package dev.slipway.cli.fake;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;
import dev.slipway.v1.Artifact;
import dev.slipway.v1.ArtifactServiceGrpc.ArtifactServiceImplBase;
import dev.slipway.v1.DownloadArtifactRequest;
import dev.slipway.v1.DownloadArtifactResponse;
import dev.slipway.v1.ListArtifactsRequest;
import dev.slipway.v1.ListArtifactsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Artifacts that all hold the same bytes, sent two at a time. */
public final class FakeArtifacts extends ArtifactServiceImplBase {
  public final List<String> names = new ArrayList<>(List.of("site.zip"));
  public volatile ByteString content = ByteString.copyFromUtf8("zipped");
  public volatile @Nullable String announcedSha256;

  /** The first download is cut after so many chunks; null for never. */
  public volatile @Nullable Integer cutAfter;

  @Override
  public void listArtifacts(
      ListArtifactsRequest request, StreamObserver<ListArtifactsResponse> answer) {
    ListArtifactsResponse.Builder all = ListArtifactsResponse.newBuilder();
    names.forEach(name -> all.addArtifacts(artifact(request.getParent() + "/artifacts/" + name)));
    answer.onNext(all.build());
    answer.onCompleted();
  }

  @Override
  public void downloadArtifact(
      DownloadArtifactRequest request, StreamObserver<DownloadArtifactResponse> answer) {
    int left = cutAfter == null ? Integer.MAX_VALUE : cutAfter;
    cutAfter = null;
    answer.onNext(
        DownloadArtifactResponse.newBuilder().setArtifact(artifact(request.getName())).build());
    for (int at = 0; at < content.size(); at += 2) {
      if (left-- == 0) {
        answer.onError(Status.UNAVAILABLE.withDescription("cut by the test").asException());
        return;
      }
      ByteString chunk = content.substring(at, Math.min(at + 2, content.size()));
      answer.onNext(DownloadArtifactResponse.newBuilder().setChunk(chunk).build());
    }
    answer.onCompleted();
  }

  private Artifact artifact(String name) {
    String sha256 = announcedSha256;
    return Artifact.newBuilder()
        .setName(name)
        .setSizeBytes(content.size())
        .setSha256(
            sha256 == null ? Hashing.sha256().hashBytes(content.toByteArray()).toString() : sha256)
        .setMediaType("application/zip")
        .build();
  }
}
