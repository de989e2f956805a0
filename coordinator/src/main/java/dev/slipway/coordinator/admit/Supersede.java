package dev.slipway.coordinator.admit;

/** What a submit does to the other builds of its chat. Rule: docs/operate/queue.md. */
public enum Supersede {
  /** Nothing: every build runs. */
  KEEP_ALL,
  /** Builds that have not started are cancelled. */
  SKIP_INTERMEDIATE,
  /** The running one is cancelled too. */
  CANCEL_RUNNING,
  /** The running one is cancelled only while it is expected to need longer than it has run. */
  SMART
}
