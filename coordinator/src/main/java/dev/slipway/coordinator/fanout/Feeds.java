package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.ledger.StepSampled;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The builds that are watched now: a feed is there from its first watcher to its last. Metric:
 * {@code slipway.fanout.ring.bytes}, what all rings hold.
 */
@Singleton
class Feeds {
  private record Key(UUID build, boolean withLogs) {}

  private final Map<Key, Feed> feeds = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final History history;
  private final Wakeups wakeups;
  private final FanoutConfig config;

  Feeds(History history, Wakeups wakeups, FanoutConfig config, MeterRegistry metrics) {
    this.history = history;
    this.wakeups = wakeups;
    this.config = config;
    metrics.gauge("slipway.fanout.ring.bytes", bytes);
  }

  /** Adds a watcher to the build's feed, which begins with its first one. */
  Watcher join(BuildRef build, boolean withLogs, Function<Feed, Watcher> make) {
    var joined = new Watcher[1];
    var feed =
        feeds.compute(
            new Key(build.id(), withLogs),
            (_, there) -> {
              var one = there == null ? begin(build, withLogs) : there;
              joined[0] = make.apply(one);
              one.all().add(joined[0]);
              return one;
            });
    if (!feed.begun()) {
      feed.wake();
    }
    return joined[0];
  }

  // Registered before the first read: what comes during it wakes the feed again.
  private Feed begin(BuildRef build, boolean withLogs) {
    var feed = new Feed(build, withLogs, history, new Ring(config, bytes));
    wakeups.add(build, feed);
    return feed;
  }

  /** Takes a watcher away, and the feed with its last one. */
  void leave(Feed feed, Watcher watcher) {
    feeds.computeIfPresent(
        new Key(feed.build().id(), feed.withLogs()),
        (_, there) -> {
          there.all().remove(watcher);
          if (!there.all().isEmpty()) {
            return there;
          }
          wakeups.remove(there.build(), there);
          there.ring().close();
          return null;
        });
  }

  /** Every feed, while others come and go. */
  void forEach(Consumer<Feed> action) {
    feeds.values().forEach(action);
  }

  /** Bytes that all rings hold now. */
  long bytes() {
    return bytes.get();
  }

  @EventListener
  void on(StepSampled sampled) {
    for (boolean withLogs : new boolean[] {false, true}) {
      var feed = feeds.get(new Key(sampled.build().id(), withLogs));
      if (feed != null) {
        feed.sampled(EventMessages.sample(sampled).toByteArray());
      }
    }
  }
}
