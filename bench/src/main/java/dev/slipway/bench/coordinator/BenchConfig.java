package dev.slipway.bench.coordinator;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The launcher of builds that only pretend.
 *
 * @param buildTime how long each of them runs
 * @param buildTimeMax how long every second one runs at most; no longer than the others when it is
 *     less than {@code buildTime}
 * @param told whether a build's message id says how long it runs, as in PT0.3S
 * @param workFile where the begin and the end of each are written; null for nowhere
 */
@ConfigurationProperties("slipway.bench")
public record BenchConfig(
    @Bindable(defaultValue = "0s") Duration buildTime,
    @Bindable(defaultValue = "0s") Duration buildTimeMax,
    @Bindable(defaultValue = "false") boolean told,
    @Nullable Path workFile) {
  public BenchConfig {
    if (buildTime.isNegative()) {
      throw new IllegalArgumentException(
          "slipway.bench.build-time is " + buildTime + ". Set 0s or more (default 0s).");
    }
  }
}
