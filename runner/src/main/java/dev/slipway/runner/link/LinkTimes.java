package dev.slipway.runner.link;

import java.time.Duration;

/**
 * How long the runner waits for coordinators; what is not here the coordinator says in its Welcome.
 *
 * @param startup for the first Welcome, over all tries
 * @param welcome for the answer to one Hello, before another address is tried
 * @param pauseFirst limit of the first pause between two tries
 * @param pauseMax limit of later pauses
 * @param progress for the next bit of a source or an artifact, before the call is made again
 */
public record LinkTimes(
    Duration startup, Duration welcome, Duration pauseFirst, Duration pauseMax, Duration progress) {

  /** What a runner uses, but for {@code startup}. */
  public static LinkTimes of(Duration startup) {
    return new LinkTimes(
        startup,
        Duration.ofSeconds(10),
        Duration.ofMillis(100),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60));
  }
}
