package dev.slipway.coordinator.rescue;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * When an attempt is looked after.
 *
 * @param period how often all active attempts are looked at
 * @param startupTimeout from the lease to the runner's Hello
 * @param overrun how much longer than its timeout an attempt may run: the runner keeps the timeout
 *     itself, so this only catches a runner that cannot
 * @param stopTimeout from the last event of a stopping build to killing its processes
 * @param launchGrace how old a lease must be before a missing process means that it is gone
 * @param suspectAfter silence of a runner after which it is counted as suspect; nothing else
 *     happens
 * @param fenceMargin how long after a runner must have ended itself, because nobody heard it, its
 *     build is given to another
 */
@ConfigurationProperties("slipway.rescue")
public record RescueConfig(
    @Bindable(defaultValue = "1s") Duration period,
    @Bindable(defaultValue = "60s") Duration startupTimeout,
    @Bindable(defaultValue = "30s") Duration overrun,
    @Bindable(defaultValue = "15s") Duration stopTimeout,
    @Bindable(defaultValue = "15s") Duration launchGrace,
    @Bindable(defaultValue = "20s") Duration suspectAfter,
    @Bindable(defaultValue = "60s") Duration fenceMargin) {
  public RescueConfig {
    positive("period", period, "1s");
    positive("startup-timeout", startupTimeout, "60s");
    positive("stop-timeout", stopTimeout, "15s");
    positive("suspect-after", suspectAfter, "20s");
    positive("fence-margin", fenceMargin, "60s");
    notNegative("overrun", overrun, "30s");
    notNegative("launch-grace", launchGrace, "15s");
  }

  private static void positive(String key, Duration value, String byDefault) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(
          "slipway.rescue.%s is %s. Set 1ms or more (default %s)."
              .formatted(key, value, byDefault));
    }
  }

  private static void notNegative(String key, Duration value, String byDefault) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "slipway.rescue.%s is %s. Set 0s or more (default %s).".formatted(key, value, byDefault));
    }
  }
}
