package dev.slipway.runner.redact;

/**
 * A private key in PEM (RFC 7468), from its BEGIN line to its END line; one without an END line
 * takes 16 KiB with it.
 */
final class Pem extends Shape {
  static final int BYTES_MAX = 16 * 1024;

  private int left;
  private long begun;
  private long coveredTo;

  @Override
  void begin(long start, long end) {
    left = BYTES_MAX;
    begun = start;
    coveredTo = end;
  }

  /** Its END line was found. */
  void end() {
    left = 0;
  }

  /** The BEGIN line itself, which is secret as soon as it is found. */
  void cover(Cover cover) {
    cover.add(begun, coveredTo);
  }

  @Override
  boolean take(int b, long position, Cover cover) {
    cover.add(position, position + 1);
    left--;
    return left > 0;
  }

  @Override
  boolean active() {
    return left > 0;
  }

  @Override
  long heldFrom() {
    return NOTHING;
  }

  @Override
  void reset() {
    left = 0;
  }
}
