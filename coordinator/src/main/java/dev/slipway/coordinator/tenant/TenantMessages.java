package dev.slipway.coordinator.tenant;

import com.google.protobuf.Timestamp;
import dev.slipway.v1.Project;
import dev.slipway.v1.Tenant;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Tenants and projects as messages, both ways. */
final class TenantMessages {
  /** What can be changed of a tenant. */
  static final List<String> FIELDS = List.of("display_name", "weight");

  private TenantMessages() {}

  static Tenant message(TenantRow tenant) {
    return Tenant.newBuilder()
        .setName(tenant.scope().name())
        .setDisplayName(tenant.displayName())
        .setWeight(tenant.weight())
        .setCreateTime(timestamp(tenant.createTime()))
        .setUpdateTime(timestamp(tenant.updateTime()))
        .build();
  }

  /** As {@link ChatMessages#merge}. */
  static Tenants.Settings merge(Tenants.Settings stands, Tenant said, Collection<String> paths) {
    return new Tenants.Settings(
        paths.contains("display_name")
            ? Fields.displayName("tenant.display_name", said.getDisplayName())
            : stands.displayName(),
        paths.contains("weight")
            ? Fields.weight("tenant.weight", said.getWeight())
            : stands.weight());
  }

  static Project message(ProjectRow project) {
    return Project.newBuilder()
        .setName(project.scope().name())
        .setDisplayName(project.displayName())
        .setCreateTime(timestamp(project.createTime()))
        .setUpdateTime(timestamp(project.updateTime()))
        .build();
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
