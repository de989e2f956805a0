package dev.slipway.coordinator.build;

/**
 * The names of the states, as tables, protocol and log lines spell them. {@link BuildState} says
 * what is true in each.
 */
public enum StateName {
  QUEUED,
  STARTING,
  RUNNING,
  STOPPING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** Whether nothing can happen to the build any more. */
  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }

  /** Whether an attempt holds the build's chat and a slot. */
  public boolean active() {
    return this == STARTING || this == RUNNING || this == STOPPING;
  }
}
