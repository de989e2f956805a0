package dev.slipway.coordinator.log;

import dev.slipway.coordinator.log.AppendRepository.Output;
import dev.slipway.coordinator.log.Logs.Appended;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a batch adds to the output of one attempt. Small pieces become one chunk. Pure. */
final class Growth {
  /** The most that one chunk stands for. */
  static final int CHUNK_BYTES = 64 * 1024;

  private final Output before;
  private final ByteArrayOutputStream added = new ByteArrayOutputStream();

  Growth(Output before) {
    this.before = before;
  }

  /** Adds what is new of a piece; says what becomes of it. */
  Appended add(long offset, byte[] data) {
    long size = size();
    if (offset > size) {
      return Appended.GAP;
    }
    int known = (int) Math.min(size - offset, data.length);
    added.write(data, known, data.length - known);
    return Appended.STORED;
  }

  /** Whether there is anything to store. */
  boolean any() {
    return added.size() > 0;
  }

  Output before() {
    return before;
  }

  /** Bytes of the attempt's output, with what was added. */
  long size() {
    return before.size() + added.size();
  }

  /** CRC32C of all of them; null when that of the bytes before is not known. */
  @Nullable Long crc() {
    var crc = before.crc();
    return crc == null
        ? null
        : (long) Crc32cCombine.of(crc, LogChunk.crcOf(added.toByteArray()), added.size());
  }

  /** What was added, as it is to be stored, in order. */
  List<NewChunk> chunks() {
    var bytes = added.toByteArray();
    var chunks = new ArrayList<NewChunk>();
    for (int at = 0; at < bytes.length; at += CHUNK_BYTES) {
      var raw = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + CHUNK_BYTES));
      chunks.add(NewChunk.of(before.buildId(), before.base() + before.size() + at, raw));
    }
    return chunks;
  }
}
