package dev.slipway.coordinator.order;

import java.util.List;

/**
 * A head that was looked at and not admitted.
 *
 * @param blockers why, from the narrowest scope to the widest; never empty
 */
public record PassedOver(Head head, List<Blocker> blockers) {
  public PassedOver {
    blockers = List.copyOf(blockers);
  }
}
