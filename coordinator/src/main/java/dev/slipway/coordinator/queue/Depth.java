package dev.slipway.coordinator.queue;

import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What waits and runs in a scope.
 *
 * @param held builds in each state that is no end
 * @param oldestQueuedTime submit of the oldest QUEUED one; null when there is none
 */
@Introspected
record Depth(
    long held,
    long queued,
    long starting,
    long running,
    long stopping,
    @Nullable Instant oldestQueuedTime)
    implements Recent.Counted {
  @Override
  public long rows() {
    return held + queued + starting + running + stopping;
  }
}
