package dev.slipway.coordinator.log;

import java.util.UUID;

/** A chunk that is to be stored; its fields are those of {@link LogChunk}. */
// Never compared.
@SuppressWarnings("ArrayRecordComponent")
record NewChunk(UUID buildId, long offset, int rawSize, int crc, Codec codec, byte[] data) {

  /** These bytes, compressed when that makes them smaller. */
  static NewChunk of(UUID buildId, long offset, byte[] raw) {
    var packed = Codec.compress(raw);
    return new NewChunk(
        buildId,
        offset,
        raw.length,
        LogChunk.crcOf(raw),
        packed.isPresent() ? Codec.ZSTD : Codec.NONE,
        packed.orElse(raw));
  }
}
