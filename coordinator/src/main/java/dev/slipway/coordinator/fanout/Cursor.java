package dev.slipway.coordinator.fanout;

import dev.slipway.coordinator.build.StateName;

/**
 * How far somebody has read a build: the last event and the end of the last piece of log, which
 * together are a place in the one order that all watchers see.
 *
 * @param state the build's at this place
 */
record Cursor(long sequence, long offset, StateName state) {
  /** Before everything. */
  static final Cursor START = new Cursor(0, 0, StateName.QUEUED);

  /** The cursor behind this message. */
  Cursor behind(Message message) {
    return message.isLog()
        ? new Cursor(sequence, message.logEnd(), state)
        : new Cursor(message.sequence(), offset, message.state());
  }
}
