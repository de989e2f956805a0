package dev.slipway.runner.link;

import java.time.Duration;

/**
 * What the coordinators, or their silence, ask of an attempt that runs. Called on the link's
 * thread; must not block.
 */
public interface LinkListener {
  /**
   * End the steps, then send a result with outcome CANCELLED. May come again after each reconnect.
   */
  void cancelled(String reason, Duration grace);

  /** End the steps and send nothing. Called at most once, never after the result's ack. */
  void lost(LinkLost why);

  /** Something to know about the link, for the runner's own log. */
  void note(String line);
}
