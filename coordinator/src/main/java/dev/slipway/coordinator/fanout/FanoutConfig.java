package dev.slipway.coordinator.fanout;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * Limits on watching.
 *
 * @param poll how late a watcher is when a hint was lost: how often the store is asked which
 *     watched builds have changed
 * @param heartbeat how long a stream may be silent
 * @param slow how long a client may not read before its stream is ended, with a cursor to go on
 *     from
 * @param readyBytes that may wait for one client before nothing more is written to it
 * @param ringEntries newest messages that are kept of a watched build
 * @param ringBytes that they may have
 * @param ringBytesTotal that the rings of all watched builds may have together; over it each keeps
 *     only 128 KiB
 * @param reads of the store for watchers that go on at a time
 * @param hintPause how far apart hints to other coordinators are at least
 * @param hints whether coordinators hint to each other by LISTEN and NOTIFY; without, watchers of a
 *     build that another coordinator runs are as late as {@code poll}
 */
@ConfigurationProperties("slipway.fanout")
public record FanoutConfig(
    @Bindable(defaultValue = "1s") Duration poll,
    @Bindable(defaultValue = "15s") Duration heartbeat,
    @Bindable(defaultValue = "5m") Duration slow,
    @Bindable(defaultValue = "8192") int readyBytes,
    @Bindable(defaultValue = "1024") int ringEntries,
    @Bindable(defaultValue = "1048576") int ringBytes,
    @Bindable(defaultValue = "67108864") long ringBytesTotal,
    @Bindable(defaultValue = "4") int reads,
    @Bindable(defaultValue = "100ms") Duration hintPause,
    @Bindable(defaultValue = "true") boolean hints) {
  public FanoutConfig {
    positive("poll", poll.toMillis(), 1, "1s");
    positive("heartbeat", heartbeat.toMillis(), 1, "15s");
    positive("slow", slow.toMillis(), 1, "5m");
    positive("ready-bytes", readyBytes, 1, "8192");
    positive("ring-entries", ringEntries, 2, "1024");
    positive("ring-bytes", ringBytes, 131_072, "1048576");
    positive("ring-bytes-total", ringBytesTotal, 131_072, "67108864");
    positive("reads", reads, 1, "4");
    positive("hint-pause", hintPause.toMillis(), 10, "100ms");
  }

  private static void positive(String key, long value, long least, String byDefault) {
    if (value < least) {
      throw new IllegalArgumentException(
          "slipway.fanout.%s is %d. Set %d or more (default %s)."
              .formatted(key, value, least, byDefault));
    }
  }
}
