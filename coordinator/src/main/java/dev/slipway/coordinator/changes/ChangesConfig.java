package dev.slipway.coordinator.changes;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Limits on watching many builds.
 *
 * @param poll how late a change is when its hint was lost
 * @param pause between two looks, however many hints come
 * @param pendingMax builds that changed and that a watcher was not sent yet; with more it gets the
 *     list again
 * @param foundMax builds that one look finds; with more every watcher gets the list again
 * @param resumeMax how old a token may be; with an older one a client gets the list again
 */
@ConfigurationProperties("slipway.changes")
public record ChangesConfig(
    @Bindable(defaultValue = "1s") Duration poll,
    @Bindable(defaultValue = "100ms") Duration pause,
    @Bindable(defaultValue = "1000") int pendingMax,
    @Bindable(defaultValue = "10000") int foundMax,
    @Bindable(defaultValue = "1h") Duration resumeMax) {
  public ChangesConfig {
    positive("poll", poll.toMillis(), "1s");
    positive("pause", pause.toMillis(), "100ms");
    positive("pending-max", pendingMax, "1000");
    positive("found-max", foundMax, "10000");
    positive("resume-max", resumeMax.toMillis(), "1h");
  }

  private static void positive(String key, long value, String byDefault) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "slipway.changes.%s is %d. Set 1 or more (default %s).".formatted(key, value, byDefault));
    }
  }
}
