package dev.slipway.coordinator.log;

import io.micronaut.core.annotation.Introspected;

/**
 * A part of a build's log.
 *
 * @param start of its first byte
 * @param end one past its last byte
 * @param open whether more may still come at its end
 * @param dropped bytes that its steps printed over their cap, that are not in it
 */
@Introspected
public record LogRange(long start, long end, boolean open, long dropped) {
  /** Of a step that has not begun. */
  public static final LogRange NOTHING_YET = new LogRange(0, 0, true, 0);
}
