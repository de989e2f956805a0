package dev.slipway.coordinator.order;

/** What a build holds while an attempt of it is active. */
public enum Resource {
  /** Builds that are active; each holds 1. */
  RUNNING,
  /** Thousandths of a core. */
  CPU,
  /** MiB. */
  MEMORY
}
