package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.build.Scope;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code quota}; null: no limit. */
@MappedEntity("quota")
record QuotaRow(
    @Id String scope,
    @Nullable Long chatNo,
    @Nullable Integer running,
    @Nullable Long cpuMillis,
    @Nullable Long memoryMib,
    @Nullable Integer queued,
    @Nullable Integer buildsPerHour,
    @Nullable Long storageBytes,
    Instant updateTime) {

  Quota quota() {
    return new Quota(Scope.parse(scope).orElseThrow(), chatNo, limits(), updateTime);
  }

  private Limits limits() {
    return Limits.NONE
        .with(Resource.RUNNING, wide(running))
        .with(Resource.CPU_MILLIS, cpuMillis)
        .with(Resource.MEMORY_MIB, memoryMib)
        .with(Resource.QUEUED, wide(queued))
        .with(Resource.BUILDS_PER_HOUR, wide(buildsPerHour))
        .with(Resource.STORAGE_BYTES, storageBytes);
  }

  private static @Nullable Long wide(@Nullable Integer value) {
    return value == null ? null : Long.valueOf(value);
  }
}
