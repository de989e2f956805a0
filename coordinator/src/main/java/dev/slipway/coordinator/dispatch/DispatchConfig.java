package dev.slipway.coordinator.dispatch;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Dispatch.
 *
 * @param maxBuilds builds that are active at the same time, from 1
 * @param period how late a build starts when a hint was lost
 */
@ConfigurationProperties("slipway.dispatch")
public record DispatchConfig(
    @Bindable(defaultValue = "2") int maxBuilds, @Bindable(defaultValue = "1s") Duration period) {
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
  }
}
