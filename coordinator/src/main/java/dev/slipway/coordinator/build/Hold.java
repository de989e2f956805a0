package dev.slipway.coordinator.build;

import java.time.Instant;

/**
 * A build waits for a time before it waits for its turn.
 *
 * @param until by the database's clock
 */
public record Hold(Kind kind, Instant until) {
  /** Why. */
  public enum Kind {
    /** Its chat waits until no more submits come. */
    DEBOUNCE,
    /** It was asked not to start before then. */
    SCHEDULE,
    /** An attempt of it was lost, and the next one waits a little. */
    BACKOFF
  }
}
