package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.queue.StatsRepository.Ended;
import dev.slipway.coordinator.queue.StatsRepository.Today;
import dev.slipway.coordinator.queue.StatsRepository.Unended;

/**
 * How a scope is doing, all from one snapshot.
 *
 * @param unended what waits and runs now
 * @param ended what ended in the window
 * @param today what ended since midnight UTC
 * @param deadLetters that nobody has looked after
 */
record Stats(Unended unended, Ended ended, Today today, long deadLetters)
    implements Recent.Counted {
  /** Submits in the window: what is still there, and what has ended since. */
  long submitted() {
    return unended.submitted() + ended.submitted();
  }

  /** Submits since midnight UTC. */
  long submittedToday() {
    return unended.submittedToday() + today.submitted();
  }

  @Override
  public long rows() {
    return unended.held()
        + unended.queued()
        + unended.active()
        + Math.max(ended.all(), today.all());
  }
}
