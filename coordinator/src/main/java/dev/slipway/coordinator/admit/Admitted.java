package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.ledger.BuildRecord;
import org.jspecify.annotations.Nullable;

/**
 * What became of a wish.
 *
 * @param record the build as it was stored; null for one that an earlier, equal request made
 */
public record Admitted(BuildRef ref, @Nullable BuildRecord record) {}
