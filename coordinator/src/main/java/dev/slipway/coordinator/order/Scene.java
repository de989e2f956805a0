package dev.slipway.coordinator.order;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The queue as it stands, with what is known of its future.
 *
 * @param limits what scopes may hold; a scope that is absent has no limit
 * @param pausedUntil the paused scopes and when that ends by itself; {@link Instant#MAX} when
 *     somebody has to resume them
 * @param weights of tenants; 1 for those that are absent
 * @param running what is active
 * @param chats one of each chat that has waiting builds; a chat that is blocked is left out
 * @param inflows what is expected to be submitted from now on; empty to leave that out
 * @param reserveAfter as in {@link Snapshot}
 */
public record Scene(
    Instant now,
    Map<Scope, Limit> limits,
    Map<Scope, Instant> pausedUntil,
    Map<String, Double> weights,
    List<Running> running,
    List<ChatQueue> chats,
    List<Inflow> inflows,
    Duration reserveAfter) {
  public Scene {
    limits = Map.copyOf(limits);
    pausedUntil = Map.copyOf(pausedUntil);
    weights = Map.copyOf(weights);
    running = List.copyOf(running);
    chats = List.copyOf(chats);
    inflows = List.copyOf(inflows);
  }
}
