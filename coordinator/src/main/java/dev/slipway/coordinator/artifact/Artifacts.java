package dev.slipway.coordinator.artifact;

import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Results.Artifact;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The artifacts of builds: stored first, listed by the transaction of their build's success. */
@Singleton
public class Artifacts {
  private final ArtifactRepository artifacts;
  private final BlobStore blobs;
  private final ArtifactConfig config;

  Artifacts(ArtifactRepository artifacts, BlobStore blobs, ArtifactConfig config) {
    this.artifacts = artifacts;
    this.blobs = blobs;
    this.config = config;
  }

  /**
   * Takes the bytes of an artifact that is coming.
   *
   * @param owner whose upload it is, for example the attempt's uid: two attempts may send the same
   *     bytes at once
   * @param sha256 as announced; of the whole
   * @param sizeBytes as announced; 0 to the configured limit
   * @throws Refusal for a bad sha256 or size, or while the owner sends the same artifact already
   */
  public ArtifactUpload receive(String owner, String sha256, long sizeBytes) {
    return ArtifactUpload.begin(blobs, config, owner, sha256, sizeBytes);
  }

  /** Whether an artifact's bytes are stored, whole and of this size. Looks at the store. */
  public boolean stored(String sha256, long sizeBytes) {
    OptionalLong size = blobs.size(sha256);
    return size.isPresent() && size.getAsLong() == sizeBytes;
  }

  /** Lists a build's artifacts, inside the caller's transaction: that of the build's success. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void insert(UUID build, List<Artifact> made) {
    for (Artifact artifact : made) {
      artifacts.insert(
          build,
          artifact.name(),
          artifact.sha256(),
          artifact.sizeBytes(),
          artifact.mediaType(),
          artifact.site());
    }
  }

  /** A build's artifacts by name; empty while it has not succeeded. */
  public List<Artifact> list(BuildRef build) {
    if (artifacts.countBuilds(build.tenant(), build.id()) == 0) {
      throw Refusal.notFound(build.name());
    }
    return artifacts.list(build.id()).stream().map(ArtifactRow::artifact).toList();
  }

  /** The website that a build made; empty when it has none. */
  public Optional<Artifact> findSite(UUID build) {
    return artifacts.findSite(build).map(ArtifactRow::artifact);
  }
}
