package dev.slipway.coordinator.order;

import java.time.Instant;

/**
 * When a waiting build is likely to start.
 *
 * @param chatNo which build: its chat
 * @param place and its place there
 * @param position 1 is the next to start
 * @param startP50 as likely before as after
 * @param startP90 nine times in ten not later
 */
public record Forecast(long chatNo, long place, int position, Instant startP50, Instant startP90) {}
