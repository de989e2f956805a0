package dev.slipway.coordinator.log;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/**
 * Consecutive bytes of a build's log, as they were appended.
 *
 * @param logOffset of the first byte
 * @param data 1 byte to 64 KiB
 */
// Never compared; a list of bytes would be many times as large.
@SuppressWarnings("ArrayRecordComponent")
@MappedEntity("log_chunk")
public record LogChunk(@Id UUID buildId, long logOffset, byte[] data) {
  /** One past the last byte. */
  public long end() {
    return logOffset + data.length;
  }
}
