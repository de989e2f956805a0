package dev.slipway.coordinator.log;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How output is committed.
 *
 * @param writers transactions that write logs at a time, from 1. Each takes a connection
 * @param batchMax pieces of output in one transaction, from 1; at most 64 KiB each
 * @param waitingBytesMax output in memory that waits for its commit, from 65,536 bytes; a piece
 *     counts as 1 KiB at least. Whoever brings more waits, and so does the runner that sends it
 */
@ConfigurationProperties("slipway.log")
public record LogConfig(
    @Bindable(defaultValue = "2") int writers,
    @Bindable(defaultValue = "128") int batchMax,
    @Bindable(defaultValue = "33554432") int waitingBytesMax) {
  public LogConfig {
    atLeast("writers", writers, 1, 2);
    atLeast("batch-max", batchMax, 1, 128);
    atLeast("waiting-bytes-max", waitingBytesMax, 65_536, 33_554_432);
  }

  private static void atLeast(String key, int value, int least, int byDefault) {
    if (value < least) {
      throw new IllegalArgumentException(
          "slipway.log.%s is %d. Set %d or more (default %d)."
              .formatted(key, value, least, byDefault));
    }
  }
}
