package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.BuildSpec;
import dev.slipway.coordinator.build.Failure;
import dev.slipway.coordinator.build.Hold;
import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Resources;
import dev.slipway.coordinator.build.Results;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.build.Usage;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the view {@code build}: what each column holds stands in the migration. */
@MappedEntity("build")
public record BuildRecord(
    @Id UUID buildId,
    String tenantId,
    String projectId,
    @Nullable String chatId,
    @Nullable Long chatSeq,
    long chatNo,
    long place,
    String messageId,
    String createdBy,
    String displayName,
    @TypeDef(type = DataType.JSON) Map<String, String> labels,
    String template,
    @TypeDef(type = DataType.JSON) BuildSpec spec,
    int priority,
    int cpuMillis,
    int memoryMib,
    @Nullable UUID retryOf,
    StateName state,
    int attempt,
    int losses,
    @Nullable UUID attemptUid,
    int progress,
    String currentStep,
    Hold.@Nullable Kind hold,
    @Nullable Instant holdUntil,
    @Nullable Long sortKey,
    @Nullable String cancelReason,
    @Nullable UUID supersededBy,
    @Nullable @TypeDef(type = DataType.JSON) Failure failure,
    @Nullable @TypeDef(type = DataType.JSON) Results results,
    @Nullable String resolvedCommit,
    long lastSequence,
    Instant createTime,
    @Nullable Instant startTime,
    @Nullable Instant endTime,
    @Nullable Instant deadLetterTime,
    @Nullable UUID requeuedAs,
    @Nullable @TypeDef(type = DataType.JSON) Usage usage,
    Instant updateTime) {

  /** Which build this is. */
  public BuildRef ref() {
    return new BuildRef(tenantId, buildId);
  }

  /** How early it goes. */
  public Priority priorityClass() {
    return Priority.of(priority);
  }

  /** What an attempt of it holds. */
  public Resources resources() {
    return new Resources(cpuMillis, memoryMib);
  }

  /** A build as it was just stored, without reading it again. */
  public static BuildRecord opened(NewBuild build, Instant now) {
    var slot = build.slot();
    var hold = build.hold();
    return new BuildRecord(
        build.ref().id(),
        build.ref().tenant(),
        build.project(),
        slot.chat(),
        slot.chat() == null ? null : slot.sequence(),
        slot.chatNo(),
        slot.place(),
        build.messageId(),
        build.createdBy(),
        build.displayName(),
        build.labels(),
        build.spec().template(),
        build.spec(),
        build.priority().number(),
        build.resources().cpuMillis(),
        build.resources().memoryMib(),
        build.retryOf(),
        hold == null ? StateName.QUEUED : StateName.HELD,
        0,
        0,
        null,
        0,
        "",
        hold == null ? null : hold.kind(),
        hold == null ? null : hold.until(),
        build.sortKey(),
        null,
        null,
        null,
        null,
        null,
        1,
        now,
        null,
        null,
        null,
        null,
        null,
        now);
  }
}
