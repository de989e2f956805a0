package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.BuildState;
import dev.slipway.coordinator.build.BuildState.Cancelled;
import dev.slipway.coordinator.build.BuildState.Failed;
import dev.slipway.coordinator.build.BuildState.Queued;
import dev.slipway.coordinator.build.BuildState.Running;
import dev.slipway.coordinator.build.BuildState.Starting;
import dev.slipway.coordinator.build.BuildState.Stop;
import dev.slipway.coordinator.build.BuildState.Stopping;
import dev.slipway.coordinator.build.BuildState.Succeeded;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Lease;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.build.StateName;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code build}: what each column holds stands in the migration. */
@MappedEntity("build")
public record BuildRecord(
    @Id UUID buildId,
    String tenantId,
    String projectId,
    @Nullable String chatId,
    @Nullable Long chatSeq,
    String messageId,
    String template,
    @TypeDef(type = DataType.JSON) BuildSpec spec,
    StateName state,
    int attempt,
    int losses,
    @Nullable UUID attemptUid,
    int progress,
    String currentStep,
    @Nullable @TypeDef(type = DataType.JSON) Failure stopFailure,
    @Nullable String cancelReason,
    @Nullable @TypeDef(type = DataType.JSON) Failure failure,
    @Nullable @TypeDef(type = DataType.JSON) Results results,
    @Nullable String resolvedCommit,
    long lastSequence,
    Instant createTime,
    @Nullable Instant startTime,
    @Nullable Instant endTime,
    Instant updateTime) {

  /** Which build this is. */
  public BuildRef ref() {
    return new BuildRef(tenantId, buildId);
  }

  /** The row as a state of the lifecycle; the constraints of the table make each part present. */
  public BuildState lifecycle() {
    return switch (state) {
      case QUEUED -> new Queued(attempt, losses);
      case STARTING -> new Starting(lease(), losses);
      case RUNNING -> new Running(lease(), losses);
      case STOPPING ->
          new Stopping(
              lease(),
              stopFailure != null
                  ? new Stop.Fail(stopFailure)
                  : new Stop.Cancel(Objects.requireNonNull(cancelReason)));
      case SUCCEEDED -> new Succeeded(attempt, Objects.requireNonNull(results));
      case FAILED -> new Failed(attempt, Objects.requireNonNull(failure));
      case CANCELLED -> new Cancelled(attempt, Objects.requireNonNull(cancelReason));
    };
  }

  /** The lease of an active build. Only for rows whose state is active. */
  public Lease lease() {
    return new Lease(attempt, Objects.requireNonNull(attemptUid));
  }
}
