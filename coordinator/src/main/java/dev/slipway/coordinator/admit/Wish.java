package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.build.BuildSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants built: its form is checked, and it is not stored yet.
 *
 * @param chat null when the build is a chat of its own
 * @param requestId the client's key for this wish; null without one
 * @param hash sha256 of the request that said it, by which a repeat is told from another wish
 */
public record Wish(
    String tenant,
    String project,
    @Nullable String chat,
    String messageId,
    BuildSpec spec,
    @Nullable String requestId,
    byte[] hash) {}
