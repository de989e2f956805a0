package dev.slipway.runner.link;

/**
 * How fast log may be sent: each piece is followed by the time that it may take at the given speed.
 *
 * <p>Moments are those of {@code System.nanoTime}.
 */
final class Pace {
  /** Bytes of one piece, as the protocol says. */
  static final int PIECE_BYTES_MAX = 64 * 1024;

  /** At a low speed pieces are small, so that output still comes this often each second. */
  private static final int PIECES_A_SECOND = 10;

  private static final long NANOS = 1_000_000_000L;

  private long bytesPerSecond;
  private long freeAt;

  Pace(long now) {
    this.freeAt = now;
  }

  /**
   * @param bytesPerSecond 0 for as fast as it goes
   */
  void limit(long bytesPerSecond, long now) {
    this.bytesPerSecond = Math.max(0, bytesPerSecond);
    this.freeAt = now;
  }

  /** Bytes that may be sent now; 0 for none before {@link #freeAt}. */
  int allowed(long now) {
    if (bytesPerSecond == 0) {
      return PIECE_BYTES_MAX;
    }
    long piece = Math.clamp(bytesPerSecond / PIECES_A_SECOND, 1, PIECE_BYTES_MAX);
    return now - freeAt >= 0 ? (int) piece : 0;
  }

  /** Notes that {@code bytes} are sent now. */
  void sent(int bytes, long now) {
    if (bytesPerSecond > 0) {
      freeAt = now + bytes * NANOS / bytesPerSecond;
    }
  }

  /** When the next piece may be sent. */
  long freeAt() {
    return freeAt;
  }
}
