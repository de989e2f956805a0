package dev.slipway.runner.attempt;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a runner that is told to end (SIGTERM, SIGINT) end its steps first. */
final class EndOnSignal {
  /** What ending the steps may take on top of their grace. */
  private static final Duration EXTRA = Duration.ofSeconds(15);

  private final CountDownLatch over = new CountDownLatch(1);

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

  private void end(Stop stop) {
    if (over.getCount() == 0) {
      return;
    }
    stop.request(new Stop.LinkLost("the runner was told to end"));
    try {
      if (!over.await(stop.grace().plus(EXTRA).toMillis(), TimeUnit.MILLISECONDS)) {
        Talk.say("the steps did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
