package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import java.util.UUID;

/** An attempt that was given away. */
public record Leased(BuildRef build, long chatNo, int attempt, UUID attemptUid) {}
