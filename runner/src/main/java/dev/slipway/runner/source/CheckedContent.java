package dev.slipway.runner.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * The bytes of one zip entry, whose checksum must fit at their end: ZipFile itself does not look.
 */
final class CheckedContent extends FilterInputStream {
  private final ZipArchiveEntry entry;
  private final CRC32 crc = new CRC32();

  CheckedContent(InputStream in, ZipArchiveEntry entry) {
    super(in);
    this.entry = entry;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    if (read > 0) {
      crc.update(into, offset, read);
    } else if (read < 0 && crc.getValue() != entry.getCrc()) {
      throw new ZipException(
          "the checksum of " + InvalidSource.quoted(entry.getName()) + " does not fit");
    }
    return read;
  }
}
