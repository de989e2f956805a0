package dev.slipway.runner.spool;

/**
 * Bytes of output that the steps of a build may still keep from their beginnings, together. What
 * does not fit goes to the step's tail. Safe for several threads.
 */
public final class HeadRoom {
  private final long max;
  private long left;

  /**
   * @param max bytes of the whole build; 0 for no limit
   */
  public HeadRoom(long max) {
    this.max = max;
    this.left = max == 0 ? Long.MAX_VALUE : max;
  }

  /** Bytes of the whole build; 0 for no limit. */
  public long max() {
    return max;
  }

  /** Whether nothing is left. */
  public synchronized boolean usedUp() {
    return left == 0;
  }

  /** Takes up to {@code wanted} bytes. Returns how many. */
  synchronized int take(int wanted) {
    int taken = (int) Math.min(wanted, left);
    left -= taken;
    return taken;
  }
}
