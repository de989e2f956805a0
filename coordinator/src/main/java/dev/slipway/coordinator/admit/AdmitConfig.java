package dev.slipway.coordinator.admit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Limits on what is taken in.
 *
 * @param queuedMax waiting builds of one tenant; one more is refused with RESOURCE_EXHAUSTED. From
 *     1
 */
@ConfigurationProperties("slipway.admit")
public record AdmitConfig(@Bindable(defaultValue = "10000") int queuedMax) {
  public AdmitConfig {
    if (queuedMax < 1) {
      throw new IllegalArgumentException(
          "slipway.admit.queued-max is "
              + queuedMax
              + ", which would refuse every build. Set 1 or more (default 10000).");
    }
  }
}
