package dev.slipway.bench.measure;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass, where time itself is what is measured. */
public final class Rest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private Rest() {}

  /** Blocks for so long. */
  public static void of(Duration time) throws InterruptedException {
    var _ = NEVER.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
