package dev.slipway.race.crash;

/** What happens at a point. */
public enum Fault {
  /** The connection to the database, or to the client, breaks there. */
  THROW,
  /** The thread stands still there, with all that it holds, for longer than others wait. */
  STOP
}
