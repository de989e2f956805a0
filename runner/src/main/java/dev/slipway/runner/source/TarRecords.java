package dev.slipway.runner.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Watches the 512-byte records of a tar stream go by, before the library sees them. It is there for
 * one thing: the library reads long names and extended headers into memory whole, however long they
 * claim to be.
 *
 * <p>Format: <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax,
 * "ustar Interchange Format"</a>.
 */
final class TarRecords extends FilterInputStream {
  private static final int RECORD = 512;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_BYTES = 12;
  private static final int TYPE_OFFSET = 156;

  /** Bytes of one long name or extended header; a path has at most 4,096. */
  private static final long META_BYTES_MAX = 64 * 1024;

  private final Budget budget;
  private final byte[] header = new byte[RECORD];
  private int headerBytes;
  private long contentLeft;
  private long metas;
  private boolean ended;

  TarRecords(InputStream in, Budget budget) {
    super(in);
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    for (int at = offset; at < offset + read; ) {
      int left = offset + read - at;
      if (ended) {
        return read;
      }
      if (contentLeft > 0) {
        int part = (int) Math.min(left, contentLeft);
        contentLeft -= part;
        at += part;
      } else {
        int part = Math.min(left, RECORD - headerBytes);
        System.arraycopy(into, at, header, headerBytes, part);
        headerBytes += part;
        at += part;
        if (headerBytes == RECORD) {
          headerBytes = 0;
          look();
        }
      }
    }
    return read;
  }

  /** Not supported, so that every byte is seen. */
  @Override
  public long skip(long count) throws IOException {
    byte[] buffer = new byte[(int) Math.min(count, RECORD)];
    int read = read(buffer, 0, buffer.length);
    return Math.max(0, read);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Reads what is left: trailing zeros, and the checksum of the compression. */
  void drain() throws IOException {
    byte[] buffer = new byte[8192];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      budget.bytes("(after the last entry)", read);
    }
  }

  private void look() throws InvalidSource {
    if (isZero()) {
      ended = true;
      return;
    }
    if (!TarUtils.verifyCheckSum(header)) {
      throw TarSource.notATar(new IOException("the checksum of a header does not fit"));
    }
    long size = TarUtils.parseOctalOrBinary(header, SIZE_OFFSET, SIZE_BYTES);
    byte type = header[TYPE_OFFSET];
    if (type == TarConstants.LF_GNUTYPE_SPARSE) {
      throw InvalidSource.entry(
          TarUtils.parseName(header, 0, TarConstants.NAMELEN), "is a sparse file");
    }
    if ("LKxgX".indexOf(type) >= 0 && size > META_BYTES_MAX) {
      throw new InvalidSource(
          String.format(
              java.util.Locale.ROOT,
              "The archive has a name or extended header of %,d bytes; the limit is %,d.",
              size,
              META_BYTES_MAX),
          "Pack the project again with an ordinary tar.");
    }
    if ("LKxgX".indexOf(type) >= 0 && ++metas > 2L * budget.entriesMax()) {
      throw budget.tooManyEntries("an extended header");
    }
    contentLeft = Math.ceilDiv(size, (long) RECORD) * RECORD;
  }

  private boolean isZero() {
    for (byte each : header) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }
}
