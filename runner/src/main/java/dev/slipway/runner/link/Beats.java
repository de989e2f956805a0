package dev.slipway.runner.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * The Beats of one stream: when the next is due, and when those that are not acked were sent.
 *
 * <p>Moments are those of {@code System.nanoTime}.
 */
final class Beats {
  /** Not acked; of older ones it is forgotten when they were sent, which only fences earlier. */
  private static final int UNACKED_MAX = 1000;

  private final Duration interval;
  private final Deque<Long> sentAt = new ArrayDeque<>();
  private long dueAt;
  private long last;

  /**
   * @param interval between two
   * @param now from which the first is one interval away
   */
  Beats(Duration interval, long now) {
    this.interval = interval;
    this.dueAt = now + interval.toNanos();
  }

  /** When the next is due. */
  long dueAt() {
    return dueAt;
  }

  /** Notes that one is sent now. Returns its number, from 1. */
  long send(long now) {
    if (sentAt.size() == UNACKED_MAX) {
      var _ = sentAt.removeFirst();
    }
    sentAt.addLast(now);
    dueAt = now + interval.toNanos();
    return ++last;
  }

  /**
   * Every one up to {@code number} is acked.
   *
   * @return when that one was sent; empty when it was acked before
   * @throws LinkLost when no such one was sent
   */
  OptionalLong acked(long number) throws LinkLost {
    if (number > last) {
      throw LinkLost.over("Beat " + number + " was acked, and " + last + " were sent");
    }
    long sent = 0;
    boolean found = false;
    while (last - sentAt.size() < number) {
      sent = sentAt.removeFirst();
      found = true;
    }
    return found ? OptionalLong.of(sent) : OptionalLong.empty();
  }
}
