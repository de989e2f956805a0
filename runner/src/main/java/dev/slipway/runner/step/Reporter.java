package dev.slipway.runner.step;

import dev.slipway.runner.v1.Event;

/** Where a step's events go. Never blocks. */
@FunctionalInterface
public interface Reporter {
  /** Sends it, numbered, after all output so far. */
  void send(Event.Builder event);
}
