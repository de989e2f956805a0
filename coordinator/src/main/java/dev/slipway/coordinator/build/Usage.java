package dev.slipway.coordinator.build;

import io.micronaut.serde.annotation.Serdeable;

/**
 * What the processes of a step, or of all steps of an attempt, used.
 *
 * @param cpuMillis processor time of all of them, milliseconds
 * @param memoryPeakBytes the most memory that they held at one time
 */
@Serdeable
public record Usage(long cpuMillis, long memoryPeakBytes) {}
