package dev.slipway.race.link;

/** What a network does to a connection. */
public enum LinkFault {
  /** Every connection is closed. */
  CUT,
  /** Nothing goes through either way, and nothing is closed. */
  HALF_OPEN,
  /** Everything comes late. */
  DELAY,
  /** Little goes through. */
  THROTTLE,
  /** A frame, or a byte of the log, is damaged. */
  CORRUPT,
  /** What the coordinator says is lost, then the connection: the runner says all of it again. */
  DUPLICATE,
  /** What the runner said comes after its next stream was welcomed. */
  REORDER
}
