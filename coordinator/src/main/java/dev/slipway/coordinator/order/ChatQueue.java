package dev.slipway.coordinator.order;

import java.util.List;

/**
 * A chat's waiting builds, for {@link Simulation}.
 *
 * @param slots how many builds of it may be active, from 1
 * @param waiting in the order of their places; the caller bounds how many it reads
 */
public record ChatQueue(
    long chatNo, String tenant, String project, int slots, List<Waiting> waiting) {
  public ChatQueue {
    waiting = List.copyOf(waiting);
  }
}
