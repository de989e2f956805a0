package dev.slipway.coordinator.build;

import java.util.UUID;

/**
 * The right to one attempt. Whoever writes for an attempt shows it; once it is not the build's
 * newest any more, nothing it shows is accepted.
 *
 * @param attempt the attempt's number, from 1, one more at each lease
 * @param attemptUid unique for ever, also across databases restored from a backup
 */
public record Lease(int attempt, UUID attemptUid) {
  public Lease {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt " + attempt + " is not 1 or more");
    }
  }
}
