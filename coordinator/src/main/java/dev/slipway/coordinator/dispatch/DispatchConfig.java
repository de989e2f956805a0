package dev.slipway.coordinator.dispatch;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Dispatch.
 *
 * @param maxBuilds builds that are active at the same time, where the cluster's quota does not say;
 *     from 1
 * @param period how late a build starts when a hint was lost, and how late a hold ends
 * @param batchMax leases in one transaction, from 1
 * @param dispatchers loops in this coordinator, from 1; more than one only helps to test that any
 *     number is right
 * @param reserveAfter a head that was passed over for longer than this reserves capacity
 */
@ConfigurationProperties("slipway.dispatch")
public record DispatchConfig(
    @Bindable(defaultValue = "2") int maxBuilds,
    @Bindable(defaultValue = "1s") Duration period,
    @Bindable(defaultValue = "256") int batchMax,
    @Bindable(defaultValue = "1") int dispatchers,
    @Bindable(defaultValue = "60s") Duration reserveAfter) {
  public DispatchConfig {
    if (maxBuilds < 1) {
      throw new IllegalArgumentException(
          "slipway.dispatch.max-builds is "
              + maxBuilds
              + ", so that no build would ever start. Set 1 or more (default: the number of"
              + " cores).");
    }
    if (period.toMillis() < 1) {
      throw new IllegalArgumentException(
          "slipway.dispatch.period is "
              + period
              + ", which would never rest. Set 1ms or more (default 1s).");
    }
    if (batchMax < 1 || batchMax > 10_000) {
      throw new IllegalArgumentException(
          "slipway.dispatch.batch-max is " + batchMax + ". Set 1 to 10000 (default 256).");
    }
    if (dispatchers < 1 || dispatchers > 64) {
      throw new IllegalArgumentException(
          "slipway.dispatch.dispatchers is " + dispatchers + ". Set 1 to 64 (default 1).");
    }
    if (reserveAfter.isNegative()) {
      throw new IllegalArgumentException(
          "slipway.dispatch.reserve-after is " + reserveAfter + ". Set 0s or more (default 60s).");
    }
  }
}
