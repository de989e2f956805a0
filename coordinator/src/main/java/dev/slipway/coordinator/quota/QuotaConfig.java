package dev.slipway.coordinator.quota;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How the bounds on submits are counted.
 *
 * @param countedBelow limits smaller than this are counted at each batch of submits; for others
 *     what was counted a moment ago may do while there is room for certain. From 0
 * @param learntAge how old such a count may be, at least 1 ms; one of n builds may be n / 10,000
 *     seconds old, so that counting never costs more than 10,000 index entries a second and scope
 * @param storageAge how old a sum of stored bytes may be; bytes come with uploads and ends of
 *     builds, not with submits, so an exact sum would be no better
 * @param learntMax scopes whose counts are remembered; the one longest unused is forgotten first.
 *     From 1
 */
@ConfigurationProperties("slipway.quota")
public record QuotaConfig(
    @Bindable(defaultValue = "1000") int countedBelow,
    @Bindable(defaultValue = "1s") Duration learntAge,
    @Bindable(defaultValue = "10s") Duration storageAge,
    @Bindable(defaultValue = "10000") int learntMax) {
  public QuotaConfig {
    atLeast("counted-below", countedBelow, 0, "1000");
    atLeast("learnt-age", learntAge.toMillis(), 1, "1s");
    atLeast("storage-age", storageAge.toMillis(), 1, "10s");
    atLeast("learnt-max", learntMax, 1, "10000");
  }

  private static void atLeast(String key, long value, long least, String byDefault) {
    if (value < least) {
      throw new IllegalArgumentException(
          "slipway.quota.%s is %d. Set %d or more (default %s)."
              .formatted(key, value, least, byDefault));
    }
  }
}
