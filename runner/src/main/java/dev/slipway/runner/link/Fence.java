package dev.slipway.runner.link;

import java.time.Duration;

/**
 * The moment at which this runner must believe that its build was given to another: so and so long
 * after it *sent* what a coordinator answered last, by the monotonic clock. The sending counts, not
 * the answer: the coordinator wrote it down in between, and counts from there. Before the first
 * Welcome it is the moment at which there is no more hope of a coordinator.
 *
 * <p>Moments are those of {@code System.nanoTime}.
 */
final class Fence {
  private long sentAt;
  private Duration length;

  /**
   * @param now when the runner began
   * @param startup how long it tries to find a coordinator
   */
  Fence(long now, Duration startup) {
    this.sentAt = now;
    this.length = startup;
  }

  /** A Hello that was sent at {@code helloSentAt} is welcomed, for {@code length}. */
  void welcomed(long helloSentAt, Duration length) {
    this.sentAt = helloSentAt;
    this.length = length;
  }

  /** A Beat that was sent at {@code beatSentAt} is acked. */
  void heard(long beatSentAt) {
    if (beatSentAt - sentAt > 0) {
      sentAt = beatSentAt;
    }
  }

  /** How long. */
  Duration length() {
    return length;
  }

  /** When it is over. */
  long at() {
    return sentAt + length.toNanos();
  }

  boolean over(long now) {
    return now - at() >= 0;
  }
}
