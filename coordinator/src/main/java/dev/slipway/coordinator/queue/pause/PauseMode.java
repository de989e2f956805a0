package dev.slipway.coordinator.queue.pause;

/** What runs while a scope is paused. The protocol and the table have the same names. */
public enum PauseMode {
  /** What runs goes on; nothing new starts. */
  HOLD,
  /** As HOLD, and what runs is stopped and goes back to its place in the queue. */
  DRAIN
}
