package dev.slipway.race.link;

import java.nio.charset.StandardCharsets;

/**
 * Where the frames of an HTTP/2 connection begin, seen from the bytes that a client sends.
 * https://www.rfc-editor.org/rfc/rfc9113.html#name-frame-format
 */
final class Frames {
  /** What a workload prints when it wants its log to be damaged. */
  static final String MARK = "DAMAGE-ME";

  private static final int PREFACE_BYTES = 24;
  private static final int HEADER_BYTES = 9;

  /** Bytes until the next frame begins. */
  private long left = PREFACE_BYTES;

  private int header;
  private int length;

  /** These bytes went through. */
  void passed(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      step(bytes[i]);
    }
  }

  private void step(byte next) {
    if (left > 0) {
      left--;
      return;
    }
    if (header < 3) {
      length = length << 8 | next & 0xff;
    }
    header++;
    if (header == HEADER_BYTES) {
      left = length;
      header = 0;
      length = 0;
    }
  }

  /**
   * Damages a byte of a marked log, or else the length of a frame that begins in this piece: the
   * other side closes the connection for it.
   *
   * @return whether there was something to damage
   */
  boolean damage(byte[] bytes, int count) {
    int mark = new String(bytes, 0, count, StandardCharsets.ISO_8859_1).indexOf(MARK);
    if (mark >= 0) {
      bytes[mark] ^= 0x20;
      return true;
    }
    long at = left;
    if (header == 0 && at < count) {
      bytes[(int) at] = (byte) 0xff;
      return true;
    }
    return false;
  }
}
