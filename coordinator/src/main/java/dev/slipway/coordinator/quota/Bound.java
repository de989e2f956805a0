package dev.slipway.coordinator.quota;

import dev.slipway.coordinator.build.Scope;
import org.jspecify.annotations.Nullable;

/**
 * A limit that refuses.
 *
 * @param chatNo of a chat's scope its number, else null
 * @param resource QUEUED, BUILDS_PER_HOUR or STORAGE_BYTES
 * @param limit from 0
 */
record Bound(Scope scope, @Nullable Long chatNo, Resource resource, long limit) {
  /** Whose sum it is about, whatever the limit. */
  Sum sum() {
    return new Sum(scope, resource);
  }

  /** What is summed for a bound. */
  record Sum(Scope scope, Resource resource) {}
}
