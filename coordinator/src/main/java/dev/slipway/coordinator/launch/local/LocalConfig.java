package dev.slipway.coordinator.launch.local;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The local launcher.
 *
 * @param attemptsDir folder that holds a folder for each attempt
 * @param cacheDir folder that attempts share: package managers' caches
 * @param runnerJar the runner, with its libraries beside it in {@code lib/}
 * @param runnerHeap the runner's heap limit, as for {@code -Xmx}
 * @param readyFile where runners read the address of a coordinator that was started again; null:
 *     there is none
 * @param endGrace between asking a runner to end and killing it
 */
@ConfigurationProperties("slipway.local")
public record LocalConfig(
    Path attemptsDir,
    Path cacheDir,
    Path runnerJar,
    @Bindable(defaultValue = "128m") String runnerHeap,
    @Nullable Path readyFile,
    @Bindable(defaultValue = "10s") Duration endGrace) {
  public LocalConfig {
    if (!runnerHeap.matches("[1-9][0-9]{0,8}[kKmMgG]?")) {
      throw new IllegalArgumentException(
          "slipway.local.runner-heap is \"%s\". Set a size as for -Xmx, as in 256m (default 128m)."
              .formatted(runnerHeap));
    }
    if (endGrace.isNegative()) {
      throw new IllegalArgumentException(
          "slipway.local.end-grace is " + endGrace + ". Set 0s or more (default 10s).");
    }
  }
}
