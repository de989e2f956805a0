package dev.slipway.coordinator.quota;

import com.google.protobuf.Timestamp;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.build.Scope.OfTenant;
import dev.slipway.v1.QuotaUsage;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits and uses as messages, and limits out of them. */
final class QuotaMessages {
  /** What can be changed. */
  static final List<String> FIELDS = Arrays.stream(Resource.values()).map(Resource::field).toList();

  private static final String SUFFIX = "/quota";

  private QuotaMessages() {}

  /**
   * Whose quota a request names.
   *
   * @throws Refusal when it has not the form of one
   */
  static Scope scope(String field, String name) {
    if (!name.endsWith(SUFFIX)) {
      throw Refusal.badField(
          field,
          "\"%s\" is not the name of a quota. Give {scope}/quota, as in tenants/acme/quota."
              .formatted(name));
    }
    return Scope.ofRequest(field, name.substring(0, name.length() - SUFFIX.length()));
  }

  static dev.slipway.v1.Quota message(Quota quota) {
    var limits = quota.limits();
    var message = dev.slipway.v1.Quota.newBuilder().setName(quota.scope().name() + SUFFIX);
    for (var limit : limits.values().entrySet()) {
      long value = limit.getValue();
      switch (limit.getKey()) {
        case RUNNING -> message.setRunning(Math.toIntExact(value));
        case CPU_MILLIS -> message.setCpuMillis(value);
        case MEMORY_MIB -> message.setMemoryMib(value);
        case QUEUED -> message.setQueued(Math.toIntExact(value));
        case BUILDS_PER_HOUR -> message.setBuildsPerHour(Math.toIntExact(value));
        case STORAGE_BYTES -> message.setStorageBytes(value);
      }
    }
    if (quota.updateTime() != null) {
      message.setUpdateTime(timestamp(quota.updateTime()));
    }
    return message.build();
  }

  static QuotaUsage message(Usage usage) {
    var message =
        QuotaUsage.newBuilder()
            .setName(usage.scope().name() + SUFFIX)
            .setAsOfTime(timestamp(usage.asOfTime()));
    for (var resource : Resource.values()) {
      var used = usage.used().get(resource);
      if (used == null) {
        continue;
      }
      var entry = QuotaUsage.Entry.newBuilder().setResource(resource.field()).setUsed(used);
      var limit = usage.limits().of(resource);
      if (limit != null) {
        entry.setLimit(limit);
      }
      message.addEntries(entry);
    }
    return message.build();
  }

  /**
   * What stands, but for what a request changes.
   *
   * @param paths of {@link #FIELDS}; empty: all that are present
   * @throws Refusal for a negative limit, or one that this scope cannot have
   */
  static Limits merge(
      Scope scope, Limits stands, dev.slipway.v1.Quota said, Collection<String> paths) {
    var merged = stands;
    for (var resource : Resource.values()) {
      var value = value(said, resource);
      if (paths.isEmpty() ? value != null : paths.contains(resource.field())) {
        merged = merged.with(resource, checked(scope, resource, value));
      }
    }
    return merged;
  }

  private static @Nullable Long checked(Scope scope, Resource resource, @Nullable Long value) {
    if (value == null) {
      return null;
    }
    if (value < 0) {
      throw Refusal.badField(
          "quota." + resource.field(),
          "is %d; 0 or more. To remove the limit name it in update_mask and leave it out."
              .formatted(value));
    }
    if (resource == Resource.STORAGE_BYTES && !(scope instanceof OfTenant)) {
      throw Refusal.badField(
          "quota.storage_bytes",
          "only tenants have a limit on storage; %s is none.".formatted(scope.name()));
    }
    return value;
  }

  private static @Nullable Long value(dev.slipway.v1.Quota said, Resource resource) {
    return switch (resource) {
      case RUNNING -> said.hasRunning() ? (long) said.getRunning() : null;
      case CPU_MILLIS -> said.hasCpuMillis() ? said.getCpuMillis() : null;
      case MEMORY_MIB -> said.hasMemoryMib() ? said.getMemoryMib() : null;
      case QUEUED -> said.hasQueued() ? (long) said.getQueued() : null;
      case BUILDS_PER_HOUR -> said.hasBuildsPerHour() ? (long) said.getBuildsPerHour() : null;
      case STORAGE_BYTES -> said.hasStorageBytes() ? said.getStorageBytes() : null;
    };
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
