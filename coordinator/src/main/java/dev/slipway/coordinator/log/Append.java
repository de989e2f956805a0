package dev.slipway.coordinator.log;

import dev.slipway.coordinator.build.BuildRef;
import java.util.UUID;

/**
 * Output of an attempt that is to be stored.
 *
 * @param attemptUid the fence
 * @param connGen number of the runner's stream, the fence within the attempt; 0: whichever
 * @param offset of the first byte, in the attempt's own output
 * @param data 1 byte to 64 KiB
 */
// Never compared.
@SuppressWarnings("ArrayRecordComponent")
record Append(BuildRef build, UUID attemptUid, int connGen, long offset, byte[] data) {

  /** Whose output it is. */
  Attempt attempt() {
    return new Attempt(build.id(), attemptUid);
  }

  /** On which stream it came. */
  Stream stream() {
    return new Stream(attempt(), connGen);
  }

  /** An attempt of a build. */
  record Attempt(UUID buildId, UUID uid) {}

  /** A stream of an attempt's runner. */
  record Stream(Attempt attempt, int connGen) {}
}
