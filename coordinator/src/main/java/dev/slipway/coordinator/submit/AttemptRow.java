package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.Failure;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the view {@code attempt}.
 *
 * @param startTime null: its runner never reported
 * @param endTime null: it is active
 * @param outcome null: it is active
 * @param failure why it did not succeed; null when it did, or was cancelled
 */
@MappedEntity("attempt")
record AttemptRow(
    @Id UUID attemptUid,
    int attempt,
    Instant leaseTime,
    @Nullable Instant startTime,
    @Nullable Instant endTime,
    @Nullable String outcome,
    @Nullable @TypeDef(type = DataType.JSON) Failure failure) {}
