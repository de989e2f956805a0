package dev.slipway.coordinator.blob;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How blobs are kept.
 *
 * @param partialsKept how long the bytes of an upload wait for somebody to go on with it; what is
 *     older is removed when the coordinator starts
 */
@ConfigurationProperties("slipway.blob")
public record BlobConfig(@Bindable(defaultValue = "24h") Duration partialsKept) {
  public BlobConfig {
    if (partialsKept.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "slipway.blob.partials-kept %s: give 1m or more (default 24h).".formatted(partialsKept));
    }
  }
}
