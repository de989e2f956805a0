package dev.slipway.coordinator.artifact;

import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.stream.PacedStream;
import dev.slipway.v1.Artifact;
import dev.slipway.v1.ArtifactServiceGrpc;
import dev.slipway.v1.DownloadArtifactRequest;
import dev.slipway.v1.DownloadArtifactResponse;
import dev.slipway.v1.ListArtifactsRequest;
import dev.slipway.v1.ListArtifactsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** The gRPC face of artifacts. */
@Singleton
final class ArtifactEndpoint extends ArtifactServiceGrpc.ArtifactServiceImplBase {
  private final Artifacts artifacts;
  private final BlobStore blobs;

  ArtifactEndpoint(Artifacts artifacts, BlobStore blobs) {
    this.artifacts = artifacts;
    this.blobs = blobs;
  }

  @Override
  public void listArtifacts(
      ListArtifactsRequest request, StreamObserver<ListArtifactsResponse> answer) {
    var build =
        BuildRef.parse(request.getParent())
            .orElseThrow(
                () ->
                    Refusal.badField(
                        "parent",
                        "'%s' is not the name of a build. Give tenants/{tenant}/builds/{build}."
                            .formatted(request.getParent())));
    var response = ListArtifactsResponse.newBuilder();
    for (var artifact : artifacts.list(build)) {
      response.addArtifacts(toProto(new ArtifactName(build, artifact.name()), artifact));
    }
    answer.onNext(response.build());
    answer.onCompleted();
  }

  @Override
  public void downloadArtifact(
      DownloadArtifactRequest request, StreamObserver<DownloadArtifactResponse> answer) {
    var name = ArtifactName.parse(request.getName());
    var artifact =
        artifacts.list(name.build()).stream()
            .filter(candidate -> candidate.name().equals(name.artifact()))
            .findAny()
            .orElseThrow(() -> Refusal.notFound(name.name()));
    PacedStream.start(
        (ServerCallStreamObserver<DownloadArtifactResponse>) answer,
        stream -> {
          stream.send(
              DownloadArtifactResponse.newBuilder().setArtifact(toProto(name, artifact)).build());
          stream.sendAll(
              blobs.open(artifact.sha256()),
              chunk -> DownloadArtifactResponse.newBuilder().setChunk(chunk).build());
        });
  }

  private static Artifact toProto(
      ArtifactName name, dev.slipway.coordinator.build.Results.Artifact artifact) {
    return Artifact.newBuilder()
        .setName(name.name())
        .setSizeBytes(artifact.sizeBytes())
        .setSha256(artifact.sha256())
        .setMediaType(artifact.mediaType())
        .build();
  }
}
