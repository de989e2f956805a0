package dev.slipway.coordinator.launch.local;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The local launcher.
 *
 * @param attemptsDir folder that holds a folder for each attempt
 * @param cacheDir folder that attempts share: package managers' caches
 * @param runnerJar the runner, with its libraries beside it in {@code lib/}
 * @param runnerHeap the runner's heap limit, as for {@code -Xmx}
 * @param endGrace between asking a runner to end and killing it
 */
@ConfigurationProperties("slipway.local")
public record LocalConfig(
    Path attemptsDir,
    Path cacheDir,
    Path runnerJar,
    @Bindable(defaultValue = "128m") String runnerHeap,
    @Bindable(defaultValue = "10s") Duration endGrace) {}
