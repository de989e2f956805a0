package dev.slipway.coordinator.search;

import java.time.Instant;

/**
 * A line that matches, or a piece of a long one.
 *
 * @param offset of the first byte that matches
 * @param number from 1; 0 when it is not known
 * @param text the line without its end, safe to show
 * @param cut whether {@code text} is only a part
 * @param time when the line's beginning was stored
 */
record Line(long offset, long number, String text, boolean cut, Instant time) {}
