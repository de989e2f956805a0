package dev.slipway.runner.source;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * Judges the size of a zip's central directory before the library reads all of it into memory.
 *
 * <p>Format: <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a>,
 * 4.3.14 to 4.3.16.
 */
final class ZipDirectory {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int COMMENT_BYTES_MAX = 65_535;

  /** Of one entry: 46 bytes, its name (with an extra field and a comment about as long again). */
  private static final long ENTRY_BYTES_MAX = 46 + 3 * 4096;

  private ZipDirectory() {}

  static void check(Path archive, Budget budget) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "r")) {
      int length = (int) Math.min(file.length(), END_BYTES + COMMENT_BYTES_MAX);
      byte[] tail = new byte[length];
      file.seek(file.length() - length);
      file.readFully(tail);
      ByteBuffer end = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = length - END_BYTES; at >= 0; at--) {
        if (end.getInt(at) == END_SIGNATURE) {
          judge(Short.toUnsignedInt(end.getShort(at + 10)), end.getInt(at + 12), budget);
          return;
        }
      }
    }
    throw ZipSource.notAZip(new ZipException("it has no end-of-directory record"));
  }

  /**
   * A zip64 directory says 0xffff and 0xffffffff here, which is over any limit that fits a build.
   */
  private static void judge(int entries, int sizeField, Budget budget) throws InvalidSource {
    long size = Integer.toUnsignedLong(sizeField);
    if (entries > budget.entriesMax() || size > budget.entriesMax() * ENTRY_BYTES_MAX) {
      throw budget.tooManyEntries("its directory");
    }
  }
}
