package dev.slipway.coordinator.build;

import java.time.Duration;
import java.time.Instant;

/**
 * How early a build goes among the heads of all chats. A priority is a head start: the build counts
 * as if it had been submitted that much earlier. The difference between two builds is constant, so
 * waiting ages them without a write, and nothing waits for ever. Rule: docs/operate/queue.md.
 */
public enum Priority {
  LOW(Duration.ofSeconds(-300)),
  NORMAL(Duration.ZERO),
  HIGH(Duration.ofSeconds(300)),
  CRITICAL(Duration.ofSeconds(3600));

  private final Duration headStart;

  Priority(Duration headStart) {
    this.headStart = headStart;
  }

  /** How much earlier it counts; negative for later. */
  public Duration headStart() {
    return headStart;
  }

  /** What builds are ordered by: milliseconds since 1970, smaller first. */
  public long sortKey(Instant enqueued) {
    return enqueued.minus(headStart).toEpochMilli();
  }

  /** As tables hold it: 0 for LOW to 3 for CRITICAL. */
  public int number() {
    return ordinal();
  }

  /** The priority that a table holds. */
  public static Priority of(int number) {
    return values()[number];
  }
}
