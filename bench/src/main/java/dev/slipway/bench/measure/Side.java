package dev.slipway.bench.measure;

import java.time.Duration;

/** One of the two that are compared. */
@FunctionalInterface
public interface Side {

  /**
   * Works for about this long, and is at rest again when it returns: the other side must have the
   * machine for itself. What it needs to get ready is not part of the window that it tells.
   */
  Window run(Duration window) throws Exception;
}
