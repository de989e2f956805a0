package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants built: its form is checked, and it is not stored yet.
 *
 * @param project null: that of its chat, or "default"
 * @param chat null when the build is a chat of its own
 * @param notBefore null: as soon as its turn comes
 * @param queueTtl null: it waits for ever
 * @param supersede null: as its chat says
 * @param requestId the client's key for this wish; null without one
 * @param hash hex sha256 of the request that said it, by which a repeat is told from another wish
 * @param retryOf the build that it repeats; null: none
 */
public record Wish(
    String tenant,
    @Nullable String project,
    @Nullable String chat,
    String messageId,
    String createdBy,
    String displayName,
    Map<String, String> labels,
    BuildSpec spec,
    Resources resources,
    Priority priority,
    @Nullable Instant notBefore,
    @Nullable Duration queueTtl,
    @Nullable Supersede supersede,
    @Nullable String requestId,
    String hash,
    @Nullable UUID retryOf) {}
