package dev.slipway.coordinator.submit;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Limits on lists of builds.
 *
 * @param looked builds that one call looks at, from 1,000. A filter that few of them match gives a
 *     page that is shorter than asked, with a token to look on
 */
@ConfigurationProperties("slipway.list")
record ListConfig(@Bindable(defaultValue = "10000") int looked) {
  ListConfig {
    if (looked < 1_000) {
      throw new IllegalArgumentException(
          "slipway.list.looked is " + looked + ". Set 1000 or more (default 10000).");
    }
  }
}
