package dev.slipway.coordinator.verify;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of the table {@code coordinator}, and what that run holds.
 *
 * @param active attempts that it leased and that are active
 */
@MappedEntity("coordinator")
record CoordinatorRow(
    @Id UUID coordinatorId,
    long pid,
    String grpcAddress,
    Instant startTime,
    Instant beatTime,
    int active) {}
