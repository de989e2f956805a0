package dev.slipway.coordinator.model;

import java.time.Instant;

/**
 * Something that happens to a build.
 *
 * @param reason of a failure or a stop; "" where there is none
 * @param by the build that supersedes it; 0: none
 * @param until of a loss: when it is tried again, unless it was lost too often
 */
record Happening(Kind kind, String reason, int by, Instant until) {
  enum Kind {
    LEASED,
    CLAIMED,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    SUPERSEDED,
    OVERDUE,
    DRAINED,
    LOST,
    LOST_UNCOUNTED,
    RELEASED,
    PRIORITY_CHANGED,
    EXPIRED
  }

  static Happening of(Kind kind) {
    return new Happening(kind, "", 0, null);
  }

  static Happening superseded(int by) {
    return new Happening(Kind.SUPERSEDED, "", by, null);
  }

  static Happening overdue(String reason) {
    return new Happening(Kind.OVERDUE, reason, 0, null);
  }

  static Happening lost(boolean counted, Instant until) {
    return new Happening(counted ? Kind.LOST : Kind.LOST_UNCOUNTED, "", 0, until);
  }
}
