package dev.slipway.runner.redact;

import java.util.BitSet;

/** A beginning and then a run of certain characters, at least so many; to the end of the run. */
final class Run extends Shape {
  private final Kind kind;
  private boolean active;
  private long from;
  private int count;

  /**
   * Which run.
   *
   * @param beginningToo whether the beginning is secret too, or only what follows it
   * @param characters those of the run
   * @param least how many there must be
   */
  record Kind(boolean beginningToo, BitSet characters, int least) {}

  Run(Kind kind) {
    this.kind = kind;
  }

  @Override
  void begin(long start, long end) {
    // Within a run whose beginning was found already this is more of the run.
    if (!active) {
      active = true;
      from = kind.beginningToo ? start : end;
      count = 0;
    }
  }

  @Override
  boolean take(int b, long position, Cover cover) {
    active = kind.characters.get(b);
    if (active && count < kind.least) {
      count++;
    }
    if (active && count == kind.least) {
      cover.add(from, position + 1);
      from = position + 1;
    }
    return active;
  }

  @Override
  boolean active() {
    return active;
  }

  @Override
  long heldFrom() {
    return active && count < kind.least ? from : NOTHING;
  }

  @Override
  void reset() {
    active = false;
  }
}
