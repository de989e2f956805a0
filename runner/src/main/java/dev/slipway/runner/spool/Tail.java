package dev.slipway.runner.spool;

/** The last bytes of a stream, in a ring that grows up to its limit. */
final class Tail {
  private static final int FIRST_BYTES = 4096;

  private final int max;
  private byte[] ring;
  private long total;

  Tail(int max) {
    this.max = max;
    this.ring = new byte[Math.min(max, FIRST_BYTES)];
  }

  void write(byte[] bytes, int from, int length) {
    grow(length);
    if (ring.length == 0) {
      total += length;
      return;
    }
    int skipped = Math.max(0, length - ring.length);
    total += skipped;
    for (int at = from + skipped; at < from + length; ) {
      int place = (int) (total % ring.length);
      int part = Math.min(from + length - at, ring.length - place);
      System.arraycopy(bytes, at, ring, place, part);
      at += part;
      total += part;
    }
  }

  /** Bytes written, kept or not. */
  long total() {
    return total;
  }

  /** What is kept, oldest first. */
  byte[] bytes() {
    int kept = (int) Math.min(total, ring.length);
    byte[] bytes = new byte[kept];
    if (kept > 0) {
      int start = (int) ((total - kept) % ring.length);
      int part = Math.min(kept, ring.length - start);
      System.arraycopy(ring, start, bytes, 0, part);
      System.arraycopy(ring, 0, bytes, part, kept - part);
    }
    return bytes;
  }

  /**
   * Before the ring has turned once its bytes lie in order, so a longer one can take them as they
   * are.
   */
  private void grow(int length) {
    if (ring.length < max && total + length > ring.length) {
      byte[] kept = bytes();
      long wanted = Math.max(2L * ring.length, total + length);
      ring = java.util.Arrays.copyOf(kept, (int) Math.min(max, wanted));
    }
  }
}
