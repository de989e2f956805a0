package dev.slipway.bench.coordinator;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * What goes wrong with builds that only pretend.
 *
 * @param lostShare the part of attempts whose runner ends without a result, 0 to 1
 * @param staleAfter how much later the lost runner says all the same that it succeeded: nothing of
 *     that may count
 */
@ConfigurationProperties("slipway.bench.mishaps")
record Mishaps(
    @Bindable(defaultValue = "0") double lostShare,
    @Bindable(defaultValue = "0s") Duration staleAfter) {
  Mishaps {
    if (!(lostShare >= 0 && lostShare <= 1)) {
      throw new IllegalArgumentException(
          "slipway.bench.mishaps.lost-share is " + lostShare + ". Set 0 to 1 (default 0).");
    }
    if (staleAfter.isNegative()) {
      throw new IllegalArgumentException(
          "slipway.bench.mishaps.stale-after is " + staleAfter + ". Set 0s or more (default 0s).");
    }
  }
}
