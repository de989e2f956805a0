package dev.slipway.coordinator.log;

import dev.slipway.coordinator.build.BuildRef;
import java.util.UUID;

/**
 * Output of an attempt that is to be stored.
 *
 * @param attemptUid the fence
 * @param offset of the first byte, in the attempt's own output
 * @param data 1 byte to 64 KiB
 */
// Never compared.
@SuppressWarnings("ArrayRecordComponent")
record Append(BuildRef build, UUID attemptUid, long offset, byte[] data) {

  /** Whose output it is. */
  Attempt attempt() {
    return new Attempt(build.id(), attemptUid);
  }

  /** An attempt of a build. */
  record Attempt(UUID buildId, UUID uid) {}
}
