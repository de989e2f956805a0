/**
 * Attempts as processes of this machine, with the rights of the coordinator: for code that you
 * trust. In: a lease. Out: a runner process in a folder of its own. What is started is written down
 * before it runs, so that a later run of the coordinator finds and ends what this one left behind.
 */
@NullMarked
package dev.slipway.coordinator.launch.local;

import org.jspecify.annotations.NullMarked;
