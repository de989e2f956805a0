package dev.slipway.runner.source;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A decompressed stream whose read errors are the archive's fault, told apart from those of the
 * disk written to.
 */
final class Unpacked extends FilterInputStream {
  Unpacked(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      return super.read(into, offset, length);
    } catch (EOFException e) {
      throw TarSource.truncated(e);
    } catch (IOException e) {
      throw TarSource.broken("cannot be decompressed", e);
    }
  }
}
