package dev.slipway.coordinator.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Finds the submits of an hour by the ids of builds, which have an index where times have none. An
 * id, a UUIDv7, begins with the time of its submit by some coordinator's clock; the row says the
 * time by the database's.
 */
final class SubmitIds {
  /** Longer than an hour by more than clocks may differ. */
  private static final Duration AN_HOUR_AND_MORE = Duration.ofMinutes(65);

  private SubmitIds() {}

  /**
   * No submit of the last hour has a smaller id. Those that have a larger one are to be checked.
   */
  static UUID ofTheLastHour(Instant now) {
    return new UUID(now.minus(AN_HOUR_AND_MORE).toEpochMilli() << 16, 0);
  }
}
