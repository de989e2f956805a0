package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.Priority;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client changes of a build after its submit.
 *
 * @param priority only of a build that waits; null: as it is
 * @param labels all of them; null: as they are
 * @param displayName null: as it is
 */
public record Amendment(
    @Nullable Priority priority,
    @Nullable Map<String, String> labels,
    @Nullable String displayName) {}
