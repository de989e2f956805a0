package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.Priority;

/**
 * Which priorities a caller may give. Whoever knows the caller's role replaces {@link AnyPriority}
 * by a bean of this type. Rule: docs/operate/queue.md.
 */
@FunctionalInterface
public interface PriorityPolicy {
  /** The highest priority that the caller may give to builds of a tenant. Must not block. */
  Priority highest(String tenant);
}
