package dev.slipway.coordinator.explain;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the newest picture of the queue, so that a thousand who ask cost no more than one. Nobody
 * asks: no picture is taken. Metric: {@code slipway.explain.picture}.
 */
@Singleton
class Album {
  private static final Logger log = LoggerFactory.getLogger(Album.class);

  private final Pictures pictures;
  private final ExplainConfig config;
  private final InstantSource clock;
  private final Timer timer;
  private final AtomicReference<@Nullable Kept> newest = new AtomicReference<>();
  private final ReentrantLock taking = new ReentrantLock();
  private final AtomicBoolean refreshing = new AtomicBoolean();

  /** A picture and when this process began to take it, by its own clock. */
  private record Kept(Picture picture, Instant at) {}

  Album(Pictures pictures, ExplainConfig config, InstantSource clock, MeterRegistry metrics) {
    this.pictures = pictures;
    this.config = config;
    this.clock = clock;
    this.timer = Timer.builder("slipway.explain.picture").register(metrics);
  }

  /**
   * A picture that is no older than the limit. One that is about to be too old is answered from
   * while the next is taken behind it; blocks only when there is none.
   */
  Picture picture() {
    var kept = newest.get();
    if (kept == null || age(kept).compareTo(config.ageMax()) >= 0) {
      return since(clock.instant().minus(config.ageMax()));
    }
    if (age(kept).compareTo(config.freshFor()) >= 0 && refreshing.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::refresh);
    }
    return kept.picture();
  }

  /** A picture that shows what is true now, give or take a moment. Blocks. */
  Picture fresh() {
    return since(clock.instant().minusMillis(250));
  }

  /**
   * A picture that shows all that this process saw before that moment. Blocks: for the one that is
   * being taken, and for one more. However many ask, pictures are taken one after the other.
   */
  Picture since(Instant seen) {
    taking.lock();
    try {
      var kept = newest.get();
      if (kept != null && kept.at().isAfter(seen)) {
        // Somebody else took one while we waited.
        return kept.picture();
      }
      var at = clock.instant();
      var picture = Objects.requireNonNull(timer.record(pictures::take));
      newest.set(new Kept(picture, at));
      return picture;
    } finally {
      taking.unlock();
    }
  }

  private void refresh() {
    try {
      var _ = since(clock.instant().minus(config.freshFor()));
    } catch (RuntimeException e) {
      log.warn("The queue cannot be looked at, the next who asks tries again: {}", e.toString());
    } finally {
      refreshing.set(false);
    }
  }

  private Duration age(Kept kept) {
    return Duration.between(kept.at(), clock.instant());
  }
}
