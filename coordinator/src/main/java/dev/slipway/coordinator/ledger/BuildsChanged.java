package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.StateName;
import java.util.List;

/**
 * Builds have new events, and they are committed. Published in the transaction, once for all that
 * it changed, and heard after it by a {@code @TransactionalEventListener}. It carries no data to
 * act on: whoever hears it looks.
 */
public record BuildsChanged(List<Change> changes) {
  public BuildsChanged {
    changes = List.copyOf(changes);
  }

  /**
   * A build that changed.
   *
   * @param state its state now, so that a listener can tell at once that it does not care
   * @param letGo whether it was active and is not any more: what it held is free
   */
  public record Change(BuildRef build, StateName state, boolean letGo) {
    /** A build that holds nothing, or what it held before. */
    public Change(BuildRef build, StateName state) {
      this(build, state, false);
    }
  }
}
