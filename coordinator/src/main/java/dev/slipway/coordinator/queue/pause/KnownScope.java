package dev.slipway.coordinator.queue.pause;

import dev.slipway.coordinator.build.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A scope whose tenant, project or chat exists, as rows name it: a row belongs to it when it has
 * every part that is not null.
 *
 * @param scope the scope
 * @param tenant null: the whole installation
 * @param project null: not a project's
 * @param chatNo null: not a chat's
 * @param chatProject the project that the chat belongs to; null when it is not a chat's
 */
public record KnownScope(
    Scope scope,
    @Nullable String tenant,
    @Nullable String project,
    @Nullable Long chatNo,
    @Nullable String chatProject) {}
