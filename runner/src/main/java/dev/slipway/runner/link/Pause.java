package dev.slipway.runner.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another try: a random part of a limit that doubles with each try ("full
 * jitter"), so that thousands of runners that lost one coordinator do not come back at one moment.
 */
final class Pause {
  private final Duration first;
  private final Duration max;
  private final RandomGenerator random;
  private Duration limit;

  /**
   * @param first limit of the first pause
   * @param max limit of every later one
   */
  Pause(Duration first, Duration max, RandomGenerator random) {
    this.first = first;
    this.max = max;
    this.random = random;
    this.limit = first;
  }

  /** The next one: 0 up to the limit, which grows. */
  Duration next() {
    Duration pause = part(limit, random);
    Duration doubled = limit.multipliedBy(2);
    limit = doubled.compareTo(max) < 0 ? doubled : max;
    return pause;
  }

  /** Waits for the next one. */
  void sleep() throws InterruptedException {
    Thread.sleep(next());
  }

  /** The last try did some good: begin anew. */
  void reset() {
    limit = first;
  }

  /** A random part of {@code limit}. */
  static Duration part(Duration limit, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(Math.max(0, limit.toNanos()) + 1));
  }
}
