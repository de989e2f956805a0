package dev.slipway.coordinator.log;

import dev.slipway.coordinator.build.Refusal;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive bytes of a build's log, as they are stored.
 *
 * @param logOffset of the first byte
 * @param writeTime when it was stored, by the database's clock
 * @param rawSize how many bytes it stands for, 1 to 64 KiB
 * @param crc CRC32C of them; null when they were stored before checksums were
 * @param data the bytes, as {@code codec} says
 */
// Never compared; a list of bytes would be many times as large.
@SuppressWarnings("ArrayRecordComponent")
@MappedEntity("log_chunk")
public record LogChunk(
    @Id UUID buildId,
    long logOffset,
    Instant writeTime,
    int rawSize,
    @Nullable Integer crc,
    Codec codec,
    byte[] data) {
  /** One past the last byte. */
  public long end() {
    return logOffset + rawSize;
  }

  /**
   * The bytes as they were printed; not to be changed.
   *
   * @throws Refusal when what is stored does not have its length or its checksum
   */
  public byte[] bytes() {
    return codec
        .read(data, rawSize)
        .filter(raw -> raw.length == rawSize && (crc == null || crc == crcOf(raw)))
        .orElseThrow(
            () ->
                new Refusal(
                    new Refusal.Kind.Damaged(
                        "builds/" + buildId,
                        "The log of build %s is damaged: the %d bytes stored at offset %d do not have their checksum. Tell the operator; what is before and after can be read."
                            .formatted(buildId, rawSize, logOffset))));
  }

  /** The CRC32C (RFC 3720) of bytes. */
  static int crcOf(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
