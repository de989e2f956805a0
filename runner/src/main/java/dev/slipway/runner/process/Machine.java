package dev.slipway.runner.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two units in which /proc speaks, from the auxiliary vector (getauxval(3)): pairs of words,
 * key and value.
 *
 * @param ticksPerSecond in which CPU time is counted
 * @param pageBytes in which memory is counted
 */
record Machine(long ticksPerSecond, long pageBytes) {
  private static final long AT_PAGESZ = 6;
  private static final long AT_CLKTCK = 17;

  /** Where the vector does not say: as Linux has them nearly everywhere. */
  private static final Machine USUAL = new Machine(100, 4096);

  /**
   * Reads them.
   *
   * @throws IOException where there is no /proc
   */
  static Machine read() throws IOException {
    return of(Files.readAllBytes(Path.of("/proc/self/auxv")));
  }

  static Machine of(byte[] vector) {
    ByteBuffer words = ByteBuffer.wrap(vector).order(ByteOrder.nativeOrder());
    long ticks = USUAL.ticksPerSecond;
    long page = USUAL.pageBytes;
    while (words.remaining() >= 2 * Long.BYTES) {
      long key = words.getLong();
      long value = words.getLong();
      if (key == AT_PAGESZ) {
        page = value;
      } else if (key == AT_CLKTCK) {
        ticks = value;
      }
    }
    return new Machine(ticks, page);
  }
}
