package dev.slipway.bench.plan;

import com.google.protobuf.Timestamp;
import dev.slipway.v1.QueueStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** What was told about where builds stand. For several threads. */
final class Told {
  private final InstantSource clock = InstantSource.system(); // the database's too: one machine
  private final Map<String, Integer> positions = new HashMap<>();
  private Duration oldest = Duration.ZERO;
  private int silent;

  /** An answer about a build of this name. */
  synchronized void heard(String name, QueueStatus status) {
    if (!status.hasAsOfTime()) {
      silent++;
      return;
    }
    var age = Duration.between(instant(status.getAsOfTime()), clock.instant());
    oldest = age.compareTo(oldest) > 0 ? age : oldest;
    if (status.getPositionExact()) {
      positions.put(name, status.getPosition());
    }
  }

  /** The newest exact position of each build that had one. */
  synchronized Map<String, Integer> positions() {
    return Map.copyOf(positions);
  }

  /** The age of the oldest picture that an answer was made from, when it came. */
  synchronized Duration oldest() {
    return oldest;
  }

  /** Answers without a queue status: the build did not wait. */
  synchronized int silent() {
    return silent;
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
