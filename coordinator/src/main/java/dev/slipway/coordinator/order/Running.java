package dev.slipway.coordinator.order;

import java.time.Duration;

/**
 * A build that is active, for {@link Simulation}.
 *
 * @param use what it holds
 * @param elapsed for how long it has held it
 * @param estimate how long it was likely to take when it began
 */
public record Running(Use use, Duration elapsed, Estimate estimate) {}
