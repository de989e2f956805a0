package dev.slipway.runner.redact;

/**
 * A kind of secret that is known by how it looks. It is told where its beginnings are found and,
 * from there on, each byte; it covers what is secret. Of the beginnings that could be one secret it
 * follows the first, so that it holds a few numbers and takes one step a byte.
 */
abstract class Shape {
  /** Nothing is held back. */
  static final long NOTHING = Long.MAX_VALUE;

  /**
   * One of its beginnings was found.
   *
   * @param start of its first byte
   * @param end behind its last byte, which is the newest of the stream
   */
  abstract void begin(long start, long end);

  /**
   * Takes the next byte; only called while it is active.
   *
   * @return whether it is still active
   */
  abstract boolean take(int b, long position, Cover cover);

  /** Whether it wants the next byte. */
  abstract boolean active();

  /** From which byte on it is not known yet whether they are secret. */
  abstract long heldFrom();

  /** The stream has ended. */
  abstract void reset();
}
