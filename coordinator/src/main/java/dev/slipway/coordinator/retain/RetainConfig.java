package dev.slipway.coordinator.retain;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How history is kept.
 *
 * @param period between two looks whether the next months have their partitions, at least 1 ms
 * @param monthsAhead how many months after this one have theirs already, from 1
 */
@ConfigurationProperties("slipway.retain")
public record RetainConfig(
    @Bindable(defaultValue = "6h") Duration period, @Bindable(defaultValue = "2") int monthsAhead) {
  public RetainConfig {
    if (period.toMillis() < 1) {
      throw new IllegalArgumentException(
          "slipway.retain.period is " + period + ". Set 1ms or more (default 6h).");
    }
    if (monthsAhead < 1 || monthsAhead > 120) {
      throw new IllegalArgumentException(
          "slipway.retain.months-ahead is " + monthsAhead + ". Set 1 to 120 (default 2).");
    }
  }
}
