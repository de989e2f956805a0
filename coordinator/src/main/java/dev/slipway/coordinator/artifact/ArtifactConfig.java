package dev.slipway.coordinator.artifact;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What artifacts may be.
 *
 * @param bytesMax bytes of one artifact; more is refused with RESOURCE_EXHAUSTED
 */
@ConfigurationProperties("slipway.artifact")
public record ArtifactConfig(@Bindable(defaultValue = "536870912") long bytesMax) {
  public ArtifactConfig {
    if (bytesMax < 1) {
      throw new IllegalArgumentException(
          "slipway.artifact.bytes-max %d: give 1 or more (default 536870912).".formatted(bytesMax));
    }
  }
}
