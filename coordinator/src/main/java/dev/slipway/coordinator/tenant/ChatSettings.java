package dev.slipway.coordinator.tenant;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say about a chat.
 *
 * @param displayName for people, up to 200 characters
 * @param maxParallel how many of its builds may be active at a time, 1 to 64
 * @param supersede what a submit does to its other builds
 * @param onFailure what becomes of its next builds when one failed
 * @param debounce null: none
 */
record ChatSettings(
    String displayName,
    int maxParallel,
    Supersede supersede,
    OnFailure onFailure,
    @Nullable Debounce debounce) {
  static final ChatSettings DEFAULT =
      new ChatSettings("", 1, Supersede.KEEP_ALL, OnFailure.CONTINUE, null);

  /** As the table spells them. */
  enum Supersede {
    KEEP_ALL,
    SKIP_INTERMEDIATE,
    CANCEL_RUNNING,
    SMART
  }

  /** As the table spells them. */
  enum OnFailure {
    CONTINUE,
    BLOCK
  }

  /**
   * A wait with starting until no more submits come.
   *
   * @param delay after the last submit, 1 ms to 10 min
   * @param maxDelay never longer than this after the first one, {@code delay} to 60 min
   */
  record Debounce(Duration delay, Duration maxDelay) {}
}
