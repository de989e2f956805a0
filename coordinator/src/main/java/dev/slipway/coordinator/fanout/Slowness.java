package dev.slipway.coordinator.fanout;

import java.time.Duration;

/** How long a client has not made room. For use by one thread. */
public final class Slowness {
  private boolean unready;
  private long since;

  /**
   * Whether it has had no room for longer than this.
   *
   * @param ready whether it has room now
   * @param now the monotonic time, and {@code lastSent} when something was written to it
   */
  public boolean isOver(Duration most, boolean ready, long now, long lastSent) {
    if (ready) {
      unready = false;
    } else if (!unready || lastSent - since > 0) {
      // It had room in between.
      unready = true;
      since = now;
    }
    return unready && now - since > most.toNanos();
  }
}
