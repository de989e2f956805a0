package dev.slipway.runner.redact;

import java.util.BitSet;

/**
 * A JSON Web Token (RFC 7519): three or more runs of base64url with dots between, the first of
 * which begins with {@code eyJ}. One whose first two runs are longer than 8 KiB is not known.
 */
final class Jwt extends Shape {
  static final int HELD_MAX = 8 * 1024;

  /** The least bytes of the first run, with its {@code eyJ}, and of the others. */
  static final int FIRST_LEAST = 13;

  static final int LEAST = 10;

  private final BitSet characters;

  /** In which run it is, from 1; 0 when it is not active. */
  private int part;

  private long start;

  /** The last place in the first run at which the token could begin instead. */
  private long later;

  private long partStart;
  private boolean known;

  Jwt(BitSet characters) {
    this.characters = characters;
  }

  @Override
  void begin(long start, long end) {
    if (part == 0) {
      part = 1;
      this.start = start;
      partStart = start;
      later = start;
      known = false;
    } else if (part == 1) {
      later = start;
    }
  }

  @Override
  boolean take(int b, long position, Cover cover) {
    if (known) {
      if (b == '.' || characters.get(b)) {
        cover.add(position, position + 1);
      } else {
        part = 0;
      }
    } else if (b == '.') {
      part = part < 3 && position - partStart >= (part == 1 ? FIRST_LEAST : LEAST) ? part + 1 : 0;
      partStart = position + 1;
    } else if (!characters.get(b)) {
      part = 0;
    } else if (part == 3 && position + 1 - partStart == LEAST) {
      known = true;
      cover.add(start, position + 1);
    } else if (position + 1 - start > HELD_MAX) {
      giveUp();
    }
    return part > 0;
  }

  private void giveUp() {
    if (part == 1 && later > start) {
      start = later;
      partStart = later;
    } else {
      part = 0;
    }
  }

  @Override
  boolean active() {
    return part > 0;
  }

  @Override
  long heldFrom() {
    return part > 0 && !known ? start : NOTHING;
  }

  @Override
  void reset() {
    part = 0;
  }
}
