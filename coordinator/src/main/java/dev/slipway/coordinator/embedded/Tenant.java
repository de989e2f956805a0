package dev.slipway.coordinator.embedded;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A row of the table {@code tenant}. */
@MappedEntity("tenant")
record Tenant(@Id String tenantId) {}
