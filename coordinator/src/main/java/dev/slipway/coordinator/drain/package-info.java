/**
 * The orderly end of a coordinator. In: the wish to stop. Out: nothing new is leased, runners and
 * watchers are on their way to another coordinator, and what was said is committed.
 */
@NullMarked
package dev.slipway.coordinator.drain;

import org.jspecify.annotations.NullMarked;
