package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec;
import org.jspecify.annotations.Nullable;

/**
 * A build that was admitted and is about to be stored.
 *
 * @param chatSeq its place in the chat, given under the chat's row lock; null without a chat
 * @param requestId the client's key for this wish; null without one
 * @param requestHash sha256 of the wish; null without a key
 */
public record NewBuild(
    BuildRef ref,
    String project,
    @Nullable String chat,
    @Nullable Long chatSeq,
    String messageId,
    BuildSpec spec,
    @Nullable String requestId,
    byte @Nullable [] requestHash) {}
