package dev.slipway.bench.coordinator;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * What goes wrong with builds that only pretend.
 *
 * @param lostShare the part of attempts whose runner ends without a result, 0 to 1
 * @param staleFor how long the lost runner says again and again that it succeeded: nothing of that
 *     may count
 */
@ConfigurationProperties("slipway.bench.mishaps")
record Mishaps(
    @Bindable(defaultValue = "0") double lostShare,
    @Bindable(defaultValue = "0s") Duration staleFor) {
  Mishaps {
    if (!(lostShare >= 0 && lostShare <= 1)) {
      throw new IllegalArgumentException(
          "slipway.bench.mishaps.lost-share is " + lostShare + ". Set 0 to 1 (default 0).");
    }
    if (staleFor.isNegative()) {
      throw new IllegalArgumentException(
          "slipway.bench.mishaps.stale-for is " + staleFor + ". Set 0s or more (default 0s).");
    }
  }
}
