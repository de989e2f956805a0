package dev.slipway.coordinator.source;

import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.build.BuildSpec.ArchiveFormat;
import dev.slipway.coordinator.build.BuildSpec.SourceSpec;
import dev.slipway.coordinator.build.Refusal;
import jakarta.inject.Singleton;
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

  /** Whether the tenant has these files, so that there is nothing to store. One read. */
  public boolean has(String tenant, PackedFiles files) {
    return find(tenant, files.archive().sha256()).isPresent();
  }

  /**
   * Makes packed files a source of the tenant. Safe to repeat. Writes to the blob store; do not
   * call it with a row lock held.
   *
   * @throws Refusal when there is no such tenant
   */
  public void store(String tenant, PackedFiles files) {
    requireTenant(tenant);
    var blob = blobs.put(files.bytes());
    insert(tenant, blob.sha256(), files.archive().format(), blob.sizeBytes());
  }

  void requireTenant(String tenant) {
    if (sources.countTenants(tenant) == 0) {
      throw Refusal.notFound("tenants/" + tenant);
    }
  }

  /**
   * Only after the blob is whole: the row is what makes it a source. Waits for who is deleting the
   * tenant.
   *
   * @throws Refusal when the tenant was deleted meanwhile
   */
  void insert(String tenant, String sha256, ArchiveFormat format, long sizeBytes) {
    if (sources.insertIfMissing(tenant, sha256, format.name(), sizeBytes) == 0) {
      requireTenant(tenant);
    }
  }
}
