/**
 * What does not start for now. In: a scope, a mode, who and why. Out: a stored pause, and {@link
 * dev.slipway.coordinator.queue.pause.QueueChanged} after the commit for whoever starts builds.
 * Stops nothing that runs: a pause only says that it should be so.
 */
@NullMarked
package dev.slipway.coordinator.queue.pause;

import org.jspecify.annotations.NullMarked;
