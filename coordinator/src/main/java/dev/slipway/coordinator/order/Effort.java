package dev.slipway.coordinator.order;

/**
 * How far and how carefully to look ahead. The cost is starts × runs.
 *
 * @param starts how many starts are foretold, from 1; default 1,000
 * @param runs how many futures are drawn, from 1; default 16
 * @param seed the same seed draws the same futures
 */
public record Effort(int starts, int runs, long seed) {
  /** What the coordinator uses. */
  public static final Effort DEFAULT = new Effort(1_000, 16, 1);

  public Effort {
    if (starts < 1 || runs < 1) {
      throw new IllegalArgumentException(
          "%d starts, %d runs: each is at least 1".formatted(starts, runs));
    }
  }
}
