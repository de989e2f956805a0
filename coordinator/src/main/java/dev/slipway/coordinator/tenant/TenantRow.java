package dev.slipway.coordinator.tenant;

import dev.slipway.coordinator.build.Scope;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * A row of the table {@code tenant}.
 *
 * @param weight its part when tenants compete, 0.01 to 100
 */
@MappedEntity("tenant")
record TenantRow(
    @Id String tenantId, String displayName, float weight, Instant createTime, Instant updateTime) {
  Scope.OfTenant scope() {
    return new Scope.OfTenant(tenantId);
  }
}
