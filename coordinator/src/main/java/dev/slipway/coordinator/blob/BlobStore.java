package dev.slipway.coordinator.blob;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Content-addressed bytes. A blob is there as a whole or not at all, and never changes. All methods
 * block on the store; do not call them with a row lock held.
 *
 * <p>A sha256 is 64 lower-case hex digits; anything else is a mistake of the caller ({@link
 * IllegalArgumentException}). A store without room refuses with {@code Exhausted}; a store that
 * cannot be reached throws {@link java.io.UncheckedIOException}.
 */
public interface BlobStore {

  /** The size in bytes; empty when there is no such blob. */
  OptionalLong size(String sha256);

  /**
   * The bytes; the caller closes the stream.
   *
   * @throws BlobMissing when there is no such blob
   */
  InputStream open(String sha256);

  /**
   * A file of this machine with the bytes, for random access; not to be changed.
   *
   * @throws BlobMissing when there is no such blob
   */
  Path file(String sha256);

  /** Stores all that the stream holds and does not close it; storing the same again is fine. */
  Blob put(InputStream bytes);

  /**
   * Goes on with an upload, or begins it. The bytes so far survive a restart; those of uploads that
   * nobody went on with are removed after a day.
   *
   * @param owner whose upload it is: two owners of one sha256 never see each other's bytes
   * @param sha256 what the whole must have
   * @throws dev.slipway.coordinator.build.Refusal of kind Conflict while another one is writing it
   */
  BlobUpload upload(String owner, String sha256);

  /** Bytes that are stored of an upload; 0 when nobody began it. */
  long uploaded(String owner, String sha256);

  /** What was stored. */
  record Blob(String sha256, long sizeBytes) {}
}
