package dev.slipway.coordinator.blob;

import java.nio.ByteBuffer;

/**
 * A blob that is on its way, for one writer at a time. {@link #close} keeps the bytes for whoever
 * goes on later. Not for use by several threads.
 */
public interface BlobUpload extends AutoCloseable {

  /** Bytes that are stored so far: where the next one goes. */
  long position();

  /**
   * Forgets the bytes from a position on.
   *
   * @param position 0 to {@link #position}
   */
  void rewind(long position);

  /** The first bytes that are stored, at most {@code count} of them. */
  byte[] head(int count);

  /** Adds bytes. They survive the death of this process, not that of the machine. */
  void append(ByteBuffer bytes);

  /**
   * Makes the blob visible, durably. The upload is over then.
   *
   * @throws WrongSha256 when the bytes are others; they are discarded
   */
  void commit() throws WrongSha256;

  /** Forgets all of it. The upload is over then. */
  void discard();

  /** Lets another writer go on. Fine after commit and discard, too. */
  @Override
  void close();
}
