package dev.slipway.coordinator.search;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Finds one text in a stream of bytes, one byte at a time and without looking back
 * (Knuth–Morris–Pratt): whatever the borders of chunks, and in the same time for each byte.
 */
final class Needle {
  private final byte[] bytes;

  /** How much of the needle still matches when the byte after so many matching ones does not. */
  private final int[] shorter;

  private final boolean ignoreCase;
  private int matched;

  Needle(String text, boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
    bytes = text.getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = folded(bytes[i]);
    }
    shorter = new int[bytes.length + 1];
    int length = 0;
    for (int i = 1; i < bytes.length; i++) {
      while (length > 0 && bytes[i] != bytes[length]) {
        length = shorter[length];
      }
      if (bytes[i] == bytes[length]) {
        length++;
      }
      shorter[i + 1] = length;
    }
  }

  /** Takes the next byte; says whether the needle ends with it. */
  boolean ends(byte next) {
    byte b = folded(next);
    while (matched > 0 && b != bytes[matched]) {
      matched = shorter[matched];
    }
    if (b == bytes[matched]) {
      matched++;
    }
    if (matched == bytes.length) {
      matched = shorter[matched];
      return true;
    }
    return false;
  }

  /** Forgets what matched so far. */
  void reset() {
    matched = 0;
  }

  int length() {
    return bytes.length;
  }

  private byte folded(byte b) {
    return ignoreCase && b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }
}
