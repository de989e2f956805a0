package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.build.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a scope.
 *
 * @param chatNo of a chat's scope its number, else null
 * @param updateTime null: nothing was ever set
 */
public record Quota(
    Scope scope, @Nullable Long chatNo, Limits limits, @Nullable Instant updateTime) {}
