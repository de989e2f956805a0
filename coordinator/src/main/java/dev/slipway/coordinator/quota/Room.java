package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.build.Refusal.Kind.QuotaExceeded;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is left of a bound while a batch of submits is gone through. One thread. */
final class Room {
  private static final Duration AN_HOUR = Duration.ofHours(1);
  private static final long MINUTE_SECONDS = 60;

  private final Bound bound;
  private final long counted;
  private final @Nullable Long roomInMillis;
  private long taken;

  /**
   * @param counted what is used, no further than the limit
   * @param roomInMillis of submits in an hour: when the oldest of those counted leaves it; null:
   *     none
   */
  Room(Bound bound, long counted, @Nullable Long roomInMillis) {
    this.bound = bound;
    this.counted = counted;
    this.roomInMillis = roomInMillis;
  }

  Bound bound() {
    return bound;
  }

  long counted() {
    return counted;
  }

  /** What was let in on top of it. */
  long taken() {
    return taken;
  }

  /** Whether so many more builds fit. A tenant whose storage is full gets no build at all. */
  boolean has(long builds) {
    return bound.resource() == Resource.STORAGE_BYTES
        ? counted < bound.limit()
        : counted + taken + builds <= bound.limit();
  }

  void take(long builds) {
    taken += builds;
  }

  /**
   * Why so many more do not fit.
   *
   * @param endedLastMinute of queued builds: how many of the tenant ended in the last minute
   */
  QuotaExceeded refusal(long builds, int endedLastMinute) {
    var scope = bound.scope().name();
    var delay = retryDelay(endedLastMinute);
    return new QuotaExceeded(
        scope,
        switch (bound.resource()) {
          case QUEUED ->
              "%s has %d of at most %d waiting builds: no room for %d more. Cancel some, or try again in %d s."
                  .formatted(scope, counted + taken, bound.limit(), builds, delay.toSeconds());
          case BUILDS_PER_HOUR ->
              "%s has %d of at most %d submits in 60 minutes: no room for %d more. Try again in %d s."
                  .formatted(scope, counted + taken, bound.limit(), builds, delay.toSeconds());
          default ->
              "%s has %d bytes of sources and artifacts and may have %d. Ask for a higher limit."
                  .formatted(scope, counted, bound.limit());
        },
        delay);
  }

  private Duration retryDelay(int endedLastMinute) {
    return switch (bound.resource()) {
      // As long as it took for one to end of late: an estimate.
      case QUEUED -> Duration.ofSeconds(MINUTE_SECONDS / Math.max(1, endedLastMinute));
      case BUILDS_PER_HOUR ->
          roomInMillis == null
              ? AN_HOUR
              : Duration.ofSeconds(Math.max(1, Math.ceilDiv(roomInMillis, 1_000L)));
      default -> AN_HOUR;
    };
  }
}
