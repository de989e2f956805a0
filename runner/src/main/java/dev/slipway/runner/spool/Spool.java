package dev.slipway.runner.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The attempt's log: a file that only grows, read by offset.
 *
 * <p>A RandomAccessFile and not a channel: a channel closes for good when a thread that writes to
 * it is interrupted, and interrupting the thread is how a cancel stops a step.
 */
public final class Spool implements Closeable {
  private final RandomAccessFile file;
  private final CRC32C crc = new CRC32C();
  private long size;
  private Runnable grown = () -> {};

  /** Opens {@code path}, emptied. */
  public Spool(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
    file.setLength(0);
  }

  /** Calls {@code grown} after every append, on the thread that appended. */
  public synchronized void onGrow(Runnable grown) {
    this.grown = grown;
  }

  /**
   * Adds the first {@code length} bytes of {@code bytes}.
   *
   * @throws IOException when the disk refuses, most likely because it is full
   */
  public void append(byte[] bytes, int length) throws IOException {
    Runnable tell;
    synchronized (this) {
      file.seek(size);
      file.write(bytes, 0, length);
      size += length;
      crc.update(bytes, 0, length);
      tell = grown;
    }
    tell.run();
  }

  /** Bytes so far. */
  public synchronized long size() {
    return size;
  }

  /** CRC32C of all bytes so far. */
  public synchronized int crc32c() {
    return (int) crc.getValue();
  }

  /** The bytes from {@code offset} on, at most {@code max}; empty when there are none yet. */
  public synchronized byte[] read(long offset, int max) throws IOException {
    byte[] bytes = new byte[(int) Math.min(max, size - offset)];
    file.seek(offset);
    file.readFully(bytes);
    return bytes;
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
