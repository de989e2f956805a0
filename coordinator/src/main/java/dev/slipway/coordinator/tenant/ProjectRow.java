package dev.slipway.coordinator.tenant;

import dev.slipway.coordinator.build.Scope;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A row of the table {@code project}. */
@MappedEntity("project")
record ProjectRow(
    @Id String projectId,
    String tenantId,
    String displayName,
    Instant createTime,
    Instant updateTime) {
  Scope.OfProject scope() {
    return new Scope.OfProject(tenantId, projectId);
  }
}
