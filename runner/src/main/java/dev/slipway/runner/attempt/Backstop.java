package dev.slipway.runner.attempt;

import dev.slipway.runner.process.ProcessTree;
import java.time.Duration;

/**
 * Ends this process when its steps do not end though nobody listens any more: a step may be within
 * Java code that no interrupt reaches, and its build may run elsewhere soon.
 */
final class Backstop {
  /** What ending the steps may take on top of their grace. */
  private static final Duration EXTRA = Duration.ofSeconds(10);

  private Backstop() {}

  /** From here on the steps have their grace and 10 s. Does not wait. */
  static void arm(EndOnSignal signal, Stop stop, ProcessTree tree) {
    Thread.ofPlatform().daemon().name("backstop").start(() -> await(signal, stop, tree));
  }

  private static void await(EndOnSignal signal, Stop stop, ProcessTree tree) {
    try {
      if (!signal.awaitOver(stop.grace().plus(EXTRA))) {
        Talk.say("the steps did not end in time");
        var _ = tree.end(Duration.ZERO);
        Runtime.getRuntime().halt(Attempt.GONE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
