package dev.slipway.coordinator.source;

import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildSpec.ArchiveFormat;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.Refusal;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;

/** The archives that can be built. A tenant has those it gave, whoever else gave the same bytes. */
@Singleton
public class Sources {
  private final SourceRepository sources;
  private final BlobStore blobs;

  Sources(SourceRepository sources, BlobStore blobs) {
    this.sources = sources;
    this.blobs = blobs;
  }

  /** The archive with this sha256; empty when the tenant did not upload it whole. */
  public Optional<SourceSpec.Archive> find(String tenant, String sha256) {
    return sources
        .find(tenant, sha256)
        .map(
            row ->
                new SourceSpec.Archive(
                    row.sha256(), row.sizeBytes(), ArchiveFormat.valueOf(row.format())));
  }

  /**
   * Makes an archive of a request's inline files: the same files always make the same archive.
   * Writes to the blob store; do not call it with a row lock held.
   *
   * @param files path with {@code /} to content, checked by the caller
   */
  public SourceSpec.Archive pack(String tenant, Map<String, byte[]> files) {
    requireTenant(tenant);
    var blob = blobs.put(new ByteArrayInputStream(InlineTar.of(files)));
    sources.insertIfMissing(tenant, blob.sha256(), ArchiveFormat.TAR.name(), blob.sizeBytes());
    return new SourceSpec.Archive(blob.sha256(), blob.sizeBytes(), ArchiveFormat.TAR);
  }

  void requireTenant(String tenant) {
    if (sources.countTenants(tenant) == 0) {
      throw Refusal.notFound("tenants/" + tenant);
    }
  }

  /** Only after the blob is whole: the row is what makes it a source. */
  void insert(SourceName source, ArchiveFormat format, long sizeBytes) {
    sources.insertIfMissing(source.tenant(), source.sha256(), format.name(), sizeBytes);
  }
}
