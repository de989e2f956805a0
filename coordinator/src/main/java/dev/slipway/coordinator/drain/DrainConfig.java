package dev.slipway.coordinator.drain;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How a coordinator ends.
 *
 * @param within runners and watchers leave at random moments within this time, so that they do not
 *     all arrive elsewhere at once
 * @param atMost how long their leaving is waited for; what stays is cut, and comes back elsewhere
 */
@ConfigurationProperties("slipway.drain")
public record DrainConfig(
    @Bindable(defaultValue = "3s") Duration within,
    @Bindable(defaultValue = "10s") Duration atMost) {
  public DrainConfig {
    if (within.isNegative()) {
      throw new IllegalArgumentException(
          "slipway.drain.within is " + within + ". Set 0s or more (default 3s).");
    }
    if (atMost.compareTo(within) < 0) {
      throw new IllegalArgumentException(
          "slipway.drain.at-most is %s. Set slipway.drain.within (%s) or more (default 10s)."
              .formatted(atMost, within));
    }
  }
}
