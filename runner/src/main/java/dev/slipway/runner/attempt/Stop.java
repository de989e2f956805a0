package dev.slipway.runner.attempt;

import dev.slipway.runner.link.LinkLost;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one way to end an attempt early. The first reason counts, except that a lost link beats all:
 * then nobody is there to be told another. Stopping interrupts the thread that runs the steps;
 * whatever it does ends its processes and comes back.
 */
final class Stop {
  /** Why. */
  sealed interface Why {}

  /** Someone asked for it. */
  record Cancelled(String reason) implements Why {}

  /** The build is over its limit. */
  record BuildTimeout(Duration limit) implements Why {}

  /** A step is over its limit. */
  record StepTimeout(String step, Duration limit) implements Why {}

  /** A step did nothing any more. */
  record Stalled(String step, Duration limit) implements Why {
    /** Of the step: as of a command that was killed. */
    static final int EXIT_CODE = 137;
  }

  /** There is nobody to be told a result: the link's end, or that of this process. */
  record NobodyListens(LinkLost why) implements Why {}

  private final Thread worker;
  private Duration grace;
  private @Nullable Why why;
  private boolean closed;

  /**
   * @param worker the thread that runs the steps
   * @param grace between TERM and KILL
   */
  Stop(Thread worker, Duration grace) {
    this.worker = worker;
    this.grace = grace;
  }

  synchronized void request(Why why) {
    if (closed) {
      return;
    }
    if (this.why == null || why instanceof NobodyListens) {
      this.why = why;
      worker.interrupt();
    }
  }

  synchronized void grace(Duration grace) {
    this.grace = grace;
  }

  /** Between TERM and KILL, as last said. */
  synchronized Duration grace() {
    return grace;
  }

  /** Null while nothing has asked for a stop. */
  synchronized @Nullable Why why() {
    return why;
  }

  /** From here on nothing interrupts the worker; call on the worker, when the steps have ended. */
  synchronized void close() {
    closed = true;
    boolean _ = Thread.interrupted();
  }
}
