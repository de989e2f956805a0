package dev.slipway.coordinator.build;

/**
 * The names of the states, as tables, protocol and log lines spell them. {@link BuildState} says
 * what is true in each.
 */
public enum StateName {
  HELD,
  QUEUED,
  STARTING,
  RUNNING,
  STOPPING,
  SUCCEEDED,
  FAILED,
  CANCELLED;

  /** Whether it has not been leased, or was lost and will be leased again. */
  public boolean waiting() {
    return this == HELD || this == QUEUED;
  }

  /** Whether nothing can happen to the build any more. */
  public boolean ended() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }

  /** Whether an attempt holds the build's chat and a slot. */
  public boolean active() {
    return this == STARTING || this == RUNNING || this == STOPPING;
  }
}
