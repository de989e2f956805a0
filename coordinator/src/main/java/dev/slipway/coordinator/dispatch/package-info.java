/**
 * Who runs next. In: queued builds and free slots. Out: leases, and a launch for each after the
 * commit. The order is that of submits, and within a chat strictly so: only a build whose
 * predecessors in the chat have all ended is leased.
 */
@NullMarked
package dev.slipway.coordinator.dispatch;

import org.jspecify.annotations.NullMarked;
