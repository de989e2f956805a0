package dev.slipway.coordinator.ledger;

import io.micronaut.core.annotation.Introspected;

/**
 * How much output of a build there is.
 *
 * @param size bytes stored, over all attempts
 * @param dropped bytes that steps printed over their cap and that were left out
 */
@Introspected
public record LogExtent(long size, long dropped) {
  /** Of a build that was just submitted. */
  public static final LogExtent NONE = new LogExtent(0, 0);
}
