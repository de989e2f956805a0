package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildEvent;
import dev.slipway.coordinator.build.StateName;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the view {@code event}.
 *
 * @param sequence 1, 2, 3 … per build
 * @param attempt the attempt it belongs to, 0 before the first
 * @param stateBefore null for the first event
 * @param state after it
 * @param progress after it, percent
 */
@MappedEntity("event")
public record StoredEvent(
    @Id UUID buildId,
    long sequence,
    int attempt,
    @Nullable StateName stateBefore,
    StateName state,
    int progress,
    Instant eventTime,
    @TypeDef(type = DataType.JSON) BuildEvent body) {}
