package dev.slipway.coordinator.admit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Limits on what is taken in, and how it is committed.
 *
 * @param queuedMax waiting builds of one tenant that has no limit of its own; one more is refused
 *     with RESOURCE_EXHAUSTED. From 1
 * @param writers transactions that store submits at a time, from 1
 * @param batchMax submits in one transaction, from 1
 * @param waitingMax submits that wait for one writer; one more is refused with UNAVAILABLE, from 1
 */
@ConfigurationProperties("slipway.admit")
public record AdmitConfig(
    @Bindable(defaultValue = "10000") int queuedMax,
    @Bindable(defaultValue = "1") int writers,
    @Bindable(defaultValue = "512") int batchMax,
    @Bindable(defaultValue = "20000") int waitingMax) {
  public AdmitConfig {
    if (queuedMax < 1) {
      throw new IllegalArgumentException(
          "slipway.admit.queued-max is "
              + queuedMax
              + ", which would refuse every build. Set 1 or more (default 10000).");
    }
    if (writers < 1 || batchMax < 1 || waitingMax < 1) {
      throw new IllegalArgumentException(
          "slipway.admit.writers is %d, slipway.admit.batch-max %d, slipway.admit.waiting-max %d. Set each to 1 or more (default 1, 512, 20000)."
              .formatted(writers, batchMax, waitingMax));
    }
  }
}
