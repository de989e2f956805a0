package dev.slipway.bench.coordinator;

import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;

/**
 * Holds builds back at their start, so that the other side of a comparison has the machine for
 * itself: what is leased stays leased, the cluster is full, and nothing moves. Open at first.
 */
@Singleton
final class Gate {
  private volatile CountDownLatch way = new CountDownLatch(0);

  /** From now on whoever comes waits. */
  synchronized void shut() {
    if (way.getCount() == 0) {
      way = new CountDownLatch(1);
    }
  }

  /** Lets everybody through who waits or comes. */
  synchronized void open() {
    way.countDown();
  }

  /** Goes through; blocks while it is shut. */
  void pass() throws InterruptedException {
    way.await();
  }
}
