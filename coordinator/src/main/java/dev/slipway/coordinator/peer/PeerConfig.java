package dev.slipway.coordinator.peer;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How coordinators of one database know of each other.
 *
 * @param beatPeriod how often one says that it lives
 * @param silenceMax how long one of another machine may be silent before it counts as dead
 * @param outageMin how long no coordinator at all must have said so before that counts as an
 *     outage, after which silent runners get as much time as if they had just been heard; a few
 *     beats
 */
@ConfigurationProperties("slipway.peer")
public record PeerConfig(
    @Bindable(defaultValue = "5s") Duration beatPeriod,
    @Bindable(defaultValue = "60s") Duration silenceMax,
    @Bindable(defaultValue = "15s") Duration outageMin) {
  public PeerConfig {
    positive("beat-period", beatPeriod, "5s");
    positive("silence-max", silenceMax, "60s");
    if (outageMin.compareTo(beatPeriod.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "slipway.peer.outage-min is %s. Set two beat-periods (%s) or more (default 15s)."
              .formatted(outageMin, beatPeriod.multipliedBy(2)));
    }
  }

  private static void positive(String key, Duration value, String byDefault) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(
          "slipway.peer.%s is %s. Set 1ms or more (default %s).".formatted(key, value, byDefault));
    }
  }
}
