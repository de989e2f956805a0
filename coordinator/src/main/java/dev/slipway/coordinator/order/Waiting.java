package dev.slipway.coordinator.order;

import java.time.Instant;

/**
 * A build that waits in its chat, for {@link Simulation}.
 *
 * @param place its place in the chat
 * @param sortKey its own key; what waits behind it may lend it a better one
 * @param cpuMillis what it would hold, thousandths of a core, from 1
 * @param memoryMib what it would hold, MiB, from 1
 * @param readyTime of a head: since when only capacity keeps it from starting; not read of others
 * @param heldUntil it does not start before; in the past when it is not held, {@link Instant#MAX}
 *     when nobody knows
 * @param estimate how long it is likely to take
 */
public record Waiting(
    long place,
    long sortKey,
    long cpuMillis,
    long memoryMib,
    Instant readyTime,
    Instant heldUntil,
    Estimate estimate) {}
