package dev.slipway.runner.link;

import java.time.Duration;

/**
 * What the coordinator, or its silence, asks of an attempt that runs. Called on the link's thread;
 * must not block.
 */
public interface LinkListener {
  /** End the steps, then send a result with outcome CANCELLED. */
  void cancelled(String reason, Duration grace);

  /**
   * The link is gone, or this attempt is over: end the steps and exit. Called at most once, never
   * after the result's ack.
   */
  void lost(String why);
}
