package dev.slipway.coordinator.quota;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

/** Sums over the builds of a scope at a moment. */
@Introspected
record UsageRow(
    long running,
    long cpuMillis,
    long memoryMib,
    long queued,
    long buildsPerHour,
    Instant asOfTime) {}
