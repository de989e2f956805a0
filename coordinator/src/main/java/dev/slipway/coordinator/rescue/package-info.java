/**
 * Repairs what no step of a build's way will: leases whose runner is gone, late or silent, or whose
 * coordinator is dead, and builds of what is drained. In: what should be true and what is. Out:
 * events for the ledger. Every rule looks at the state now and is safe to repeat.
 */
@NullMarked
package dev.slipway.coordinator.rescue;

import org.jspecify.annotations.NullMarked;
