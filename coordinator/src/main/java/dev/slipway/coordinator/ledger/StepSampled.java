package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.StateName;
import java.time.Duration;

/**
 * What the processes of a step use at a moment, as its runner measured it. Published by whoever
 * hears it from the runner, for those who watch on this coordinator; never stored.
 *
 * @param state the build's
 * @param progress percent
 * @param elapsed since the step's start
 * @param cpuTime used so far
 * @param memoryBytes held now
 * @param memoryPeakBytes the most that was held so far
 */
public record StepSampled(
    BuildRef build,
    int attempt,
    StateName state,
    int progress,
    String step,
    Duration elapsed,
    Duration cpuTime,
    long memoryBytes,
    long memoryPeakBytes) {}
