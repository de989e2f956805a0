package dev.slipway.runner.attempt;

import dev.slipway.runner.link.LinkLost;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a runner that is told to end (SIGTERM, SIGINT) end its steps first. */
final class EndOnSignal {
  /** What ending the steps may take on top of their grace. */
  private static final Duration EXTRA = Duration.ofSeconds(15);

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean parked;

  private EndOnSignal() {}

  static EndOnSignal install(Stop stop) {
    EndOnSignal signal = new EndOnSignal();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("signal").unstarted(() -> signal.end(stop)));
    return signal;
  }

  /** The attempt is over: from here on nothing holds the exit up. */
  void over() {
    over.countDown();
  }

  /** Waits until it is. False when it is not within {@code atMost}. */
  boolean awaitOver(Duration atMost) throws InterruptedException {
    return over.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Does nothing until this process is told to end, then exits with {@link Attempt#PARKED}. */
  void park() {
    parked = true;
    over();
    try {
      new CountDownLatch(1).await(); // The signal is the only way out.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(Stop stop) {
    if (parked) {
      Runtime.getRuntime().halt(Attempt.PARKED); // Java would exit with 128 + the signal.
    }
    if (over.getCount() == 0) {
      return;
    }
    stop.request(new Stop.NobodyListens(LinkLost.over("the runner was told to end")));
    try {
      if (!awaitOver(stop.grace().plus(EXTRA))) {
        Talk.say("the steps did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
