package dev.slipway.coordinator.artifact;

import dev.slipway.coordinator.blob.BlobStore;
import dev.slipway.coordinator.blob.BlobUpload;
import dev.slipway.coordinator.blob.Sha256;
import dev.slipway.coordinator.blob.WrongSha256;
import dev.slipway.coordinator.build.Refusal;
import java.nio.ByteBuffer;

/**
 * An artifact on its way into the store, chunk by chunk. Unlike a source it is never resumed: it
 * comes from a disk nearby, and an attempt whose link broke is over. Not for use by several
 * threads.
 */
public final class ArtifactUpload implements AutoCloseable {
  private final String sha256;
  private final long sizeBytes;
  private final BlobUpload bytes;
  private boolean committed;

  private ArtifactUpload(String sha256, long sizeBytes, BlobUpload bytes) {
    this.sha256 = sha256;
    this.sizeBytes = sizeBytes;
    this.bytes = bytes;
  }

  static ArtifactUpload begin(
      BlobStore blobs, ArtifactConfig config, String owner, String sha256, long sizeBytes) {
    if (!Sha256.valid(sha256)) {
      throw Refusal.badField(
          "header.sha256", "'%s' is not 64 lower-case hex digits.".formatted(sha256));
    }
    if (sizeBytes < 0) {
      throw Refusal.badField("header.size_bytes", sizeBytes + " makes no sense. Give 0 or more.");
    }
    if (sizeBytes > config.bytesMax()) {
      throw new Refusal(
          new Refusal.Kind.Exhausted(
              "artifact size",
              "The artifact has %d bytes, the limit is %d. Publish fewer or smaller files."
                  .formatted(sizeBytes, config.bytesMax())));
    }
    BlobUpload bytes = blobs.upload("artifact/" + owner, sha256);
    bytes.rewind(0);
    return new ArtifactUpload(sha256, sizeBytes, bytes);
  }

  /** Stores the next bytes; blocks on the disk. */
  public void chunk(ByteBuffer chunk) {
    if (bytes.position() + chunk.remaining() > sizeBytes) {
      throw Refusal.badField(
          "chunk", "goes beyond the %d bytes that the header announced.".formatted(sizeBytes));
    }
    bytes.append(chunk);
  }

  /**
   * All bytes are there: makes the artifact durable.
   *
   * @throws Refusal when size or sha256 are not the announced ones; nothing is stored then
   */
  public void commit() {
    if (bytes.position() != sizeBytes) {
      throw Refusal.badField(
          "header.size_bytes",
          "is %d, but %d bytes came. Send the artifact again."
              .formatted(sizeBytes, bytes.position()));
    }
    try {
      bytes.commit();
      committed = true;
    } catch (WrongSha256 e) {
      throw Refusal.badField(
          "header.sha256",
          "is %s, but the bytes have %s. Send the artifact again.".formatted(sha256, e.actual()));
    }
  }

  /** Forgets what was not committed. */
  @Override
  public void close() {
    if (!committed) {
      bytes.discard();
    }
  }
}
