package dev.slipway.coordinator.log;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.Optional;

/** How the bytes of a chunk are stored. */
public enum Codec {
  /** As they are. */
  NONE,
  /** As a zstd frame. */
  ZSTD;

  /**
   * The fastest: it shrinks a bundler's output to a fifth, and the next levels, at twice the time,
   * to a sixth.
   */
  private static final int LEVEL = 1;

  /** Shorter than this nothing gets smaller: a frame has 9 bytes of its own at least. */
  private static final int WORTH_BYTES = 64;

  /** The bytes as a zstd frame; empty when that would not be smaller. */
  static Optional<byte[]> compress(byte[] raw) {
    if (raw.length < WORTH_BYTES) {
      return Optional.empty();
    }
    var packed = Zstd.compress(raw, LEVEL);
    return packed.length < raw.length ? Optional.of(packed) : Optional.empty();
  }

  /** The bytes that are stored as {@code data}; empty when it is not so many bytes in this form. */
  Optional<byte[]> read(byte[] data, int rawSize) {
    return switch (this) {
      case NONE -> Optional.of(data);
      case ZSTD -> decompress(data, rawSize);
    };
  }

  private static Optional<byte[]> decompress(byte[] data, int rawSize) {
    try {
      var raw = Zstd.decompress(data, rawSize);
      return raw.length == rawSize ? Optional.of(raw) : Optional.empty();
    } catch (ZstdException broken) {
      return Optional.empty();
    }
  }
}
