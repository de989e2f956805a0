package dev.slipway.cli.submit;

import dev.slipway.v1.ArchiveFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.Optional;

/** Knows archives by their first bytes; names are often wrong and standard input has none. */
final class Magic {
  private static final int BYTES = 4;

  private Magic() {}

  /** The format of the archive that begins here, empty when none does. Reads nothing away. */
  static Optional<ArchiveFormat> of(BufferedInputStream in) throws IOException {
    in.mark(BYTES);
    byte[] first = in.readNBytes(BYTES);
    in.reset();
    if (begins(first, 'P', 'K', 3, 4) || begins(first, 'P', 'K', 5, 6)) {
      return Optional.of(ArchiveFormat.ARCHIVE_FORMAT_ZIP);
    }
    if (begins(first, 0x1f, 0x8b)) {
      return Optional.of(ArchiveFormat.ARCHIVE_FORMAT_TAR_GZ);
    }
    return begins(first, 0x28, 0xb5, 0x2f, 0xfd)
        ? Optional.of(ArchiveFormat.ARCHIVE_FORMAT_TAR_ZST)
        : Optional.empty();
  }

  private static boolean begins(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
