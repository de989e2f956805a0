package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildState;
import dev.slipway.coordinator.build.BuildState.Active;
import dev.slipway.coordinator.build.BuildState.Stop;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.build.StateName;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A locked row of {@code build_active}, with what its chat says about its next build.
 *
 * @param plainChat whether the chat runs one at a time, goes on after failures and is not blocked:
 *     then its next build can start when this one ends
 * @param connGen streams of its runner so far; only the newest counts
 * @param runnerSeq its runner's last event that is committed
 * @param blocksChat whether the chat stops when this build fails
 */
record ActiveBuild(
    BuildRef ref,
    long chatNo,
    long place,
    boolean plainChat,
    boolean blocksChat,
    StateName state,
    int attempt,
    int losses,
    UUID attemptUid,
    int connGen,
    long runnerSeq,
    long lastSequence,
    int progress,
    String currentStep,
    @Nullable String resolvedCommit,
    @Nullable String stop,
    @Nullable Failure stopFailure,
    @Nullable String cancelReason,
    @Nullable UUID supersededBy) {

  /** The row as a state of the lifecycle; the constraints of the table make each part present. */
  Active lifecycle() {
    var lease = new Lease(attempt, attemptUid);
    return switch (state) {
      case STARTING -> new BuildState.Starting(lease, losses);
      case RUNNING -> new BuildState.Running(lease, losses);
      case STOPPING -> new BuildState.Stopping(lease, stopping());
      case HELD, QUEUED, SUCCEEDED, FAILED, CANCELLED ->
          throw new IllegalStateException(ref + " is active and " + state);
    };
  }

  private Stop stopping() {
    return switch (Objects.requireNonNull(stop)) {
      case "FAIL" -> new Stop.Fail(Objects.requireNonNull(stopFailure));
      case "CANCEL" -> new Stop.Cancel(Objects.requireNonNull(cancelReason), supersededBy);
      default -> new Stop.Requeue(losses);
    };
  }
}
