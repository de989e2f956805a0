package dev.slipway.coordinator.explain;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How far and how often the queue is looked at.
 *
 * @param startsMax builds whose place and time are worked out; what lies beyond is told as such
 * @param rowsMax waiting builds that are read for a picture
 * @param freshFor how old a picture may be before the next one is begun
 * @param ageMax how old a picture may be that is answered from
 * @param inflowWindow how far back submits are looked at to expect how many will come
 * @param samplesMax ended builds that durations are learnt from
 */
@ConfigurationProperties("slipway.explain")
public record ExplainConfig(
    @Bindable(defaultValue = "1000") int startsMax,
    @Bindable(defaultValue = "6000") int rowsMax,
    @Bindable(defaultValue = "1s") Duration freshFor,
    @Bindable(defaultValue = "5s") Duration ageMax,
    @Bindable(defaultValue = "15m") Duration inflowWindow,
    @Bindable(defaultValue = "2000") int samplesMax) {
  public ExplainConfig {
    if (startsMax < 1 || startsMax > 10_000 || rowsMax < startsMax || samplesMax < 1) {
      throw new IllegalArgumentException(
          "slipway.explain.starts-max is %d, rows-max %d, samples-max %d. Set starts-max 1 to 10000 (default 1000), rows-max no lower (default 6000), samples-max 1 or more (default 2000)."
              .formatted(startsMax, rowsMax, samplesMax));
    }
    if (inflowWindow.toMillis() < 1) {
      throw new IllegalArgumentException(
          "slipway.explain.inflow-window is %s. Set 1ms or more (default 15m)."
              .formatted(inflowWindow));
    }
    if (freshFor.isNegative() || ageMax.compareTo(freshFor) < 0) {
      throw new IllegalArgumentException(
          "slipway.explain.fresh-for is %s and age-max %s. Set fresh-for 0s or more (default 1s) and age-max no lower (default 5s)."
              .formatted(freshFor, ageMax));
    }
  }
}
