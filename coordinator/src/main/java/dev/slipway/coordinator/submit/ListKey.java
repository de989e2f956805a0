package dev.slipway.coordinator.submit;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A place in a list's order: between two of them lies what is looked at.
 *
 * @param end the build's end; the epoch in lists that are not in the order of ends
 */
record ListKey(Instant end, UUID build) {
  /** How far a coordinator's clock, which makes the ids, may be from the database's. */
  private static final Duration CLOCKS_APART = Duration.ofHours(1);

  private static final UUID FIRST_ID = new UUID(0, 0);
  private static final UUID LAST_ID = new UUID(-1, -1);

  /** Before every build. */
  static final ListKey FIRST = new ListKey(Instant.EPOCH, FIRST_ID);

  /** After every build, in lists that are not in the order of ends. */
  static final ListKey LAST = new ListKey(Instant.EPOCH, LAST_ID);

  /** Before every build that was submitted at this time or later. */
  static ListKey submittedBy(Instant time) {
    return new ListKey(Instant.EPOCH, id(time.minus(CLOCKS_APART)));
  }

  /** After every build that was submitted at this time or earlier. */
  static ListKey submittedAfter(Instant time) {
    return new ListKey(Instant.EPOCH, id(time.plus(CLOCKS_APART)));
  }

  /** Before every build that ended at this time or later. */
  static ListKey endedBy(Instant time) {
    return new ListKey(time, FIRST_ID);
  }

  /** After every build that ended at this time or earlier. */
  static ListKey endedAfter(Instant time) {
    return new ListKey(time, LAST_ID);
  }

  /** Whether this place comes earlier in the order of time. */
  boolean isBefore(ListKey other) {
    int ends = end.compareTo(other.end);
    if (ends != 0) {
      return ends < 0;
    }
    // As Postgres compares them: bytes, which have no sign.
    int high =
        Long.compareUnsigned(build.getMostSignificantBits(), other.build.getMostSignificantBits());
    return high != 0
        ? high < 0
        : Long.compareUnsigned(
                build.getLeastSignificantBits(), other.build.getLeastSignificantBits())
            < 0;
  }

  /** A UUIDv7 begins with the 48 bits of its milliseconds: RFC 9562. */
  private static UUID id(Instant time) {
    return new UUID(Math.max(0, time.toEpochMilli()) << 16, 0);
  }
}
