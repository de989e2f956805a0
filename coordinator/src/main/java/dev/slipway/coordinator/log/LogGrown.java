package dev.slipway.coordinator.log;

import dev.slipway.coordinator.build.BuildRef;

/** A build's log is longer than before, and that is committed. Whoever hears it looks. */
public record LogGrown(BuildRef build) {}
