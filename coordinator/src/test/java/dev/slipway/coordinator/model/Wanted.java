package dev.slipway.coordinator.model;

import java.time.Instant;

/**
 * A build that somebody wants.
 *
 * @param chat null: without one
 * @param notBefore null: as soon as its turn comes
 * @param ttlMinutes 0: it waits for ever
 * @param supersede null: as its chat says
 * @param requestId null: none
 */
record Wanted(
    String tenant,
    String project,
    String chat,
    Priority priority,
    int cpuMillis,
    int memoryMib,
    Instant notBefore,
    int ttlMinutes,
    String supersede,
    String requestId) {}
