package dev.slipway.coordinator.queue;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How often large numbers are counted.
 *
 * @param manyRows a count of more rows than this is kept for a while. From 0
 * @param keepCounts how long it is kept after it was made; 0: never. Up to 5 s
 * @param keptScopesMax of how many scopes a count is kept; beyond, the one asked for longest ago is
 *     forgotten. From 1
 */
@ConfigurationProperties("slipway.queue")
public record QueueConfig(
    @Bindable(defaultValue = "100000") long manyRows,
    @Bindable(defaultValue = "5s") Duration keepCounts,
    @Bindable(defaultValue = "1000") int keptScopesMax) {
  private static final Duration KEEP_MAX = Duration.ofSeconds(5);

  public QueueConfig {
    if (manyRows < 0) {
      throw new IllegalArgumentException(
          "slipway.queue.many-rows is %d. Set 0 or more (default 100000).".formatted(manyRows));
    }
    if (keepCounts.isNegative() || keepCounts.compareTo(KEEP_MAX) > 0) {
      throw new IllegalArgumentException(
          "slipway.queue.keep-counts is %s. Set 0s to 5s (default 5s).".formatted(keepCounts));
    }
    if (keptScopesMax < 1) {
      throw new IllegalArgumentException(
          "slipway.queue.kept-scopes-max is %d. Set 1 or more (default 1000)."
              .formatted(keptScopesMax));
    }
  }
}
