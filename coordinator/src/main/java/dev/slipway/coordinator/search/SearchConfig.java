package dev.slipway.coordinator.search;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * How far one call of a search goes.
 *
 * @param scannedBytesMax bytes of log that it looks at, from 4 MiB: a line's piece of 1 MiB is
 *     never left half-searched
 * @param buildsMax builds of a tenant that it looks at, from 100
 * @param atOnce searches that go on at a time, from 1; one more is refused with UNAVAILABLE
 */
@ConfigurationProperties("slipway.search")
public record SearchConfig(
    @Bindable(defaultValue = "33554432") long scannedBytesMax,
    @Bindable(defaultValue = "10000") int buildsMax,
    @Bindable(defaultValue = "4") int atOnce) {
  public SearchConfig {
    atLeast("scanned-bytes-max", scannedBytesMax, 4 << 20, 33_554_432);
    atLeast("builds-max", buildsMax, 100, 10_000);
    atLeast("at-once", atOnce, 1, 4);
  }

  private static void atLeast(String key, long value, long least, long byDefault) {
    if (value < least) {
      throw new IllegalArgumentException(
          "slipway.search.%s is %d. Set %d or more (default %d)."
              .formatted(key, value, least, byDefault));
    }
  }
}
