package dev.slipway.coordinator.source;

import dev.slipway.coordinator.build.BuildSpec.ArchiveFormat;
import java.util.Arrays;

/** The first bytes by which archives are known. */
final class Magic {
  /** As many first bytes as any format needs. */
  static final int LENGTH = 4;

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private Magic() {}

  /** Whether an archive of this format can begin so. */
  static boolean fits(ArchiveFormat format, byte[] head) {
    return switch (format) {
      case ZIP -> startsWith(head, ZIP) || startsWith(head, EMPTY_ZIP);
      case TAR_GZ -> startsWith(head, GZIP);
      case TAR_ZST -> startsWith(head, ZSTD);
      case TAR -> true; // only the coordinator makes these
    };
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }
}
