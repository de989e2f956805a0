package dev.slipway.runner.link;

import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for the next step of a call, not for ever: its connection may be half-open. */
final class Progress {
  private final Duration atMost;

  Progress(Duration atMost) {
    this.atMost = atMost;
  }

  /**
   * Waits on {@code monitor}, which the caller holds, until {@code there}.
   *
   * @throws io.grpc.StatusRuntimeException DEADLINE_EXCEEDED when it takes too long
   */
  void await(Object monitor, BooleanSupplier there) throws InterruptedException {
    long start = System.nanoTime();
    while (!there.getAsBoolean()) {
      long left = atMost.toNanos() - (System.nanoTime() - start);
      if (left <= 0) {
        throw Status.DEADLINE_EXCEEDED
            .withDescription("nothing moved for " + atMost.toMillis() + " ms")
            .asRuntimeException();
      }
      TimeUnit.NANOSECONDS.timedWait(monitor, left);
    }
  }
}
