package dev.slipway.coordinator.source;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A row of the table {@code source}: this tenant has this archive, whole and checked. */
@MappedEntity("source")
record SourceRow(@Id String tenantId, String sha256, String format, long sizeBytes) {}
