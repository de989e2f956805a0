package dev.slipway.coordinator.preview;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of the table {@code preview}: what a chat's stable address shows. */
@MappedEntity("preview")
record PreviewRow(
    @Id String tenantId, String chatId, String hostLabel, UUID buildId, Instant updateTime) {}
