package dev.slipway.coordinator.log;

import io.micronaut.core.annotation.Introspected;

/**
 * A part of a build's log.
 *
 * @param start of its first byte
 * @param end one past its last byte
 * @param open whether more may still come at its end
 */
@Introspected
public record LogRange(long start, long end, boolean open) {}
