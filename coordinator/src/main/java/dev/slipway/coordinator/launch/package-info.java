/**
 * A lease becomes processes. In: the right to an attempt. Out: a runner that says Hello, and later
 * {@link dev.slipway.coordinator.launch.AttemptExited} when nothing of the attempt runs any more.
 * Whoever leases knows only the port {@link dev.slipway.coordinator.launch.Launcher}; what stands
 * behind it is local processes now.
 */
@NullMarked
package dev.slipway.coordinator.launch;

import org.jspecify.annotations.NullMarked;
