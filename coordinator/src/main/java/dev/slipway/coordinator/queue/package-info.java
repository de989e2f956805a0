/**
 * The queue as a whole. In: a scope. Out: what waits and runs in it, how it is doing, its pauses
 * and its dead letters. Reads; pauses are all that it changes.
 */
@NullMarked
package dev.slipway.coordinator.queue;

import org.jspecify.annotations.NullMarked;
