package dev.slipway.race.load;

import java.util.concurrent.Semaphore;

/** How many builds may be submitted so far. */
public final class Pace {
  private final Semaphore allowed = new Semaphore(0);
  private volatile boolean over;

  /** Takes the right to submit one; blocks until there is one. False: no more are wanted. */
  boolean next() throws InterruptedException {
    if (!over) {
      allowed.acquire();
    }
    return !over;
  }

  /** Whether no more are wanted. */
  public boolean over() {
    return over;
  }

  /** Allows so many more. */
  public void allow(int more) {
    allowed.release(more);
  }

  /** How many are allowed and not taken yet. */
  public int left() {
    return allowed.availablePermits();
  }

  /** No more are wanted. */
  public void end() {
    over = true;
    allowed.release(1_000_000);
  }
}
