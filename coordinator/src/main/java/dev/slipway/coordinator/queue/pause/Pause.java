package dev.slipway.coordinator.queue.pause;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code pause}.
 *
 * @param scope the scope's name
 * @param tenantId null: everything is paused
 * @param projectId only this project of the tenant
 * @param chatNo only this chat
 * @param pausedBy who paused it, in their words
 * @param reason why, in their words
 * @param pauseTime since when
 * @param untilTime it ends by itself then; null: when somebody resumes it
 */
@MappedEntity("pause")
public record Pause(
    @Id String scope,
    @Nullable String tenantId,
    @Nullable String projectId,
    @Nullable Long chatNo,
    PauseMode mode,
    String pausedBy,
    String reason,
    Instant pauseTime,
    @Nullable Instant untilTime) {}
