package dev.slipway.coordinator.queue.pause;

/**
 * What runs while a scope is paused. The table has the same names, the protocol with {@code MODE_}
 * before them.
 */
public enum PauseMode {
  /** What runs goes on; nothing new starts. */
  HOLD,
  /** As HOLD, and what runs is stopped and goes back to its place in the queue. */
  DRAIN
}
