package dev.slipway.coordinator.queue.pause;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Limits on pauses.
 *
 * @param most pauses at a time; one more is refused with RESOURCE_EXHAUSTED. Every decision of what
 *     starts reads them all. From 1
 */
@ConfigurationProperties("slipway.pauses")
public record PauseConfig(@Bindable(defaultValue = "1000") int most) {
  public PauseConfig {
    if (most < 1) {
      throw new IllegalArgumentException(
          "slipway.pauses.most is "
              + most
              + ", which would refuse every pause. Set 1 or more (default 1000).");
    }
  }
}
