package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildState.Held;
import dev.slipway.coordinator.build.BuildState.Queued;
import dev.slipway.coordinator.build.BuildState.Waiting;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.build.Priority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A locked row of {@code build_waiting}.
 *
 * @param holdOver whether its hold has an end, and that has come, by the database's clock
 * @param expired whether its time to live is over, by the same clock
 */
record WaitingBuild(
    BuildRef ref,
    long chatNo,
    long place,
    Priority priority,
    Instant enqueueTime,
    int attempt,
    int losses,
    long lastSequence,
    @Nullable Hold hold,
    boolean holdOver,
    boolean expired) {

  /** The row as a state of the lifecycle. */
  Waiting lifecycle() {
    return hold == null ? new Queued(attempt, losses) : new Held(attempt, losses, hold);
  }
}
