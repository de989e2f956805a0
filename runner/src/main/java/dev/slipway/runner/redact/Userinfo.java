package dev.slipway.runner.redact;

/**
 * The name and password of a URL (RFC 3986): what stands between {@code ://} and {@code @} and
 * holds a colon. At most 512 bytes.
 */
final class Userinfo extends Shape {
  static final int HELD_MAX = 512;

  private static final String ENDS = "/?#\"'<>\\`";

  private boolean active;
  private long start;
  private long passwordStart;

  @Override
  void begin(long start, long end) {
    active = true;
    this.start = end;
    passwordStart = NOTHING;
  }

  @Override
  boolean take(int b, long position, Cover cover) {
    if (b == '@') {
      if (passwordStart < position) {
        cover.add(start, position);
      }
      active = false;
    } else if (b == ':' && passwordStart == NOTHING) {
      passwordStart = position + 1;
    } else if (b <= ' ' || b == 0x7f || ENDS.indexOf(b) >= 0) {
      active = false;
    }
    active &= position - start < HELD_MAX;
    return active;
  }

  @Override
  boolean active() {
    return active;
  }

  @Override
  long heldFrom() {
    return active ? start : NOTHING;
  }

  @Override
  void reset() {
    active = false;
  }
}
