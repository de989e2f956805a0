package dev.slipway.coordinator.blob;

/** The store does not have a blob that somebody relies on. */
public final class BlobMissing extends RuntimeException {
  BlobMissing(String sha256) {
    super("the blob store has no " + sha256);
  }
}
