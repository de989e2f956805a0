package dev.slipway.coordinator.ledger;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.StateName;

/**
 * A build has a new event, and it is committed. Published in the transaction, heard after it by a
 * {@code @TransactionalEventListener}. It carries no data to act on: whoever hears it looks.
 *
 * @param build which build
 * @param state its state now, so that a listener can tell at once that it does not care
 */
public record BuildChanged(BuildRef build, StateName state) {}
