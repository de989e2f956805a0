package dev.slipway.coordinator.model;

/** What is heard of an attempt. */
enum Report {
  CLAIMED,
  SUCCEEDED,
  FAILED,
  /** It ran out of time. */
  OVERDUE,
  /** Its processes are gone, and that counts. */
  LOST,
  /** Its processes are gone, and that does not count: its coordinator ended. */
  LOST_UNCOUNTED
}
