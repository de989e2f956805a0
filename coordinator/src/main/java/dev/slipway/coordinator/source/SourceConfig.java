package dev.slipway.coordinator.source;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * What sources may be.
 *
 * @param archiveBytesMax bytes of one archive, packed; more is refused with INVALID_ARGUMENT
 * @param chunkBytesMax bytes of one message of an upload; more is refused with INVALID_ARGUMENT
 */
@ConfigurationProperties("slipway.source")
public record SourceConfig(
    @Bindable(defaultValue = "268435456") long archiveBytesMax,
    @Bindable(defaultValue = "262144") int chunkBytesMax) {

  public SourceConfig {
    if (archiveBytesMax < 1) {
      throw new IllegalArgumentException(
          "slipway.source.archive-bytes-max %d: give 1 or more (default 268435456)."
              .formatted(archiveBytesMax));
    }
    if (chunkBytesMax < 1) {
      throw new IllegalArgumentException(
          "slipway.source.chunk-bytes-max %d: give 1 or more (default 262144)."
              .formatted(chunkBytesMax));
    }
  }
}
