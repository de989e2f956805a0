/**
 * Repairs what no step of a build's way will: leases whose runner is gone, late or silent, and what
 * an earlier run of the coordinator left behind. In: what should be true and what is. Out: events
 * for the ledger. Every rule looks at the state now and is safe to repeat.
 */
@NullMarked
package dev.slipway.coordinator.rescue;

import org.jspecify.annotations.NullMarked;
