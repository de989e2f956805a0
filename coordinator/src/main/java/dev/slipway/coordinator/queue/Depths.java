package dev.slipway.coordinator.queue;

import dev.slipway.coordinator.build.Scope;
import dev.slipway.coordinator.queue.pause.KnownScope;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/**
 * How deep the queue is. Exact; a count of more than {@code slipway.queue.many-rows} may be up to
 * {@code slipway.queue.keep-counts} old. Metric: {@code slipway.queue.kept.depths}, of how many
 * scopes one may be kept.
 */
@Singleton
class Depths {
  private final DepthRepository depths;
  private final Recent<Scope, Depth> recent;

  Depths(DepthRepository depths, QueueConfig config, InstantSource clock, MeterRegistry metrics) {
    this.depths = depths;
    this.recent = new Recent<>(config, clock);
    metrics.gauge("slipway.queue.kept.depths", recent, Recent::size);
  }

  /** What waits and runs in a scope. Blocks on a count of its rows. */
  Depth of(KnownScope scope) {
    return recent.get(
        scope.scope(), () -> depths.count(scope.tenant(), scope.project(), scope.chatNo()));
  }
}
