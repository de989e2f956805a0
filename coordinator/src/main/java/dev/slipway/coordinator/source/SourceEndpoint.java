package dev.slipway.coordinator.source;

import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildSpec.ArchiveFormat;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.source.SourceUpload.Status;
import dev.slipway.v1.GetUploadStatusRequest;
import dev.slipway.v1.SourceServiceGrpc;
import dev.slipway.v1.UploadHeader;
import dev.slipway.v1.UploadSourceRequest;
import dev.slipway.v1.UploadStatus;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** The gRPC face of uploads. */
@Singleton
final class SourceEndpoint extends SourceServiceGrpc.SourceServiceImplBase {
  private final Sources sources;
  private final BlobStore blobs;
  private final SourceConfig config;

  SourceEndpoint(Sources sources, BlobStore blobs, SourceConfig config) {
    this.sources = sources;
    this.blobs = blobs;
    this.config = config;
  }

  @Override
  public StreamObserver<UploadSourceRequest> uploadSource(StreamObserver<UploadStatus> answer) {
    var call = (ServerCallStreamObserver<UploadStatus>) answer;
    // One message at a time: the next one is asked for when this one is written.
    call.disableAutoRequest();
    call.request(1);
    return new UploadCall(this, call);
  }

  @Override
  public void getUploadStatus(GetUploadStatusRequest request, StreamObserver<UploadStatus> answer) {
    var source = SourceName.parse(request.getName());
    sources.requireTenant(source.tenant());
    answer.onNext(toProto(status(source)));
    answer.onCompleted();
  }

  /** Whole when the tenant has the source, else as far as its upload is. */
  Status status(SourceName source) {
    return sources
        .find(source.tenant(), source.sha256())
        .map(archive -> new Status(source, archive.sizeBytes(), true))
        .orElseGet(
            () -> new Status(source, blobs.uploaded(source.tenant(), source.sha256()), false));
  }

  SourceUpload begin(UploadHeader header) {
    var source = SourceName.of(header.getParent(), header.getSha256());
    return SourceUpload.begin(
        new SourceUpload.Header(source, format(header), header.getSizeBytes(), header.getOffset()),
        sources,
        blobs,
        config);
  }

  private static ArchiveFormat format(UploadHeader header) {
    return switch (header.getFormat()) {
      case ARCHIVE_FORMAT_ZIP -> ArchiveFormat.ZIP;
      case ARCHIVE_FORMAT_TAR_GZ -> ArchiveFormat.TAR_GZ;
      case ARCHIVE_FORMAT_TAR_ZST -> ArchiveFormat.TAR_ZST;
      case ARCHIVE_FORMAT_UNSPECIFIED, UNRECOGNIZED ->
          throw Refusal.badField(
              "header.format",
              "%d is none. Give ARCHIVE_FORMAT_ZIP, ARCHIVE_FORMAT_TAR_GZ or ARCHIVE_FORMAT_TAR_ZST."
                  .formatted(header.getFormatValue()));
    };
  }

  static UploadStatus toProto(Status status) {
    return UploadStatus.newBuilder()
        .setName(status.source().name())
        .setCommittedSize(status.committedSize())
        .setComplete(status.complete())
        .build();
  }
}
