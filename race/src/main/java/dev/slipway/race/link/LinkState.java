package dev.slipway.race.link;

/** Where the conversation is when the fault begins. */
public enum LinkState {
  /** The runner is about to connect. */
  HELLO,
  /** It has told of a step, and tells of its end. */
  EVENT,
  /** A step prints. */
  LOG,
  /** Nothing is said but Beats. */
  BEAT,
  /** The result is about to be told. */
  RESULT,
  /** Somebody cancels the build. */
  CANCEL
}
