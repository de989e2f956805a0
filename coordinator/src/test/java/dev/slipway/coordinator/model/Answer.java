package dev.slipway.coordinator.model;

import java.time.Instant;

/**
 * What a queue answers: what it did, or the kind of its refusal.
 *
 * @param time of what it did, by its own clock; null: some time before it is looked at next
 */
record Answer(String said, Instant time) {
  static final Answer DONE = new Answer("done", null);

  static Answer said(String said) {
    return new Answer(said, null);
  }

  static Answer build(int number, Instant time) {
    return new Answer("build " + number, time);
  }
}
