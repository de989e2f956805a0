package dev.slipway.coordinator.verify;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * What a check may cost the database.
 *
 * @param ruleTimeout how long one rule's query may take; over it the check is given up. From 1 s
 * @param workMemoryMib memory in MiB for each sort and hash of it. 1 to 1,024
 */
@ConfigurationProperties("slipway.verify")
public record VerifyConfig(
    @Bindable(defaultValue = "60s") Duration ruleTimeout,
    @Bindable(defaultValue = "64") int workMemoryMib) {
  private static final Duration TIMEOUT_MIN = Duration.ofSeconds(1);

  public VerifyConfig {
    if (ruleTimeout.compareTo(TIMEOUT_MIN) < 0) {
      throw new IllegalArgumentException(
          "slipway.verify.rule-timeout is %s. Set 1s or more (default 60s)."
              .formatted(ruleTimeout));
    }
    if (workMemoryMib < 1 || workMemoryMib > 1_024) {
      throw new IllegalArgumentException(
          "slipway.verify.work-memory-mib is %d. Set 1 to 1024 (default 64)."
              .formatted(workMemoryMib));
    }
  }
}
