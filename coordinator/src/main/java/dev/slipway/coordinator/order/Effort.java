package dev.slipway.coordinator.order;

/**
 * How far and how carefully to look ahead.
 *
 * @param starts how many starts are foretold, from 1; default 1,000
 * @param runsMax how many futures are drawn at most, from {@link #RUNS_MIN}; default 16
 * @param eventsMax after so many virtual events no further future is begun once there are {@link
 *     #RUNS_MIN}; default 20,000, about 20 ms of one core
 * @param seed the same seed draws the same futures
 */
public record Effort(int starts, int runsMax, int eventsMax, long seed) {
  /** With fewer futures a range would say nothing. */
  public static final int RUNS_MIN = 5;

  /** What the coordinator uses. */
  public static final Effort DEFAULT = new Effort(1_000, 16, 20_000, 1);

  public Effort {
    if (starts < 1 || runsMax < RUNS_MIN || eventsMax < 0) {
      throw new IllegalArgumentException(
          "%d starts, %d runs, %d events: at least 1, %d and 0"
              .formatted(starts, runsMax, eventsMax, RUNS_MIN));
    }
  }
}
