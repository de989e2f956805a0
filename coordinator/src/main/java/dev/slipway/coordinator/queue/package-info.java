/**
 * The queue as a whole. In: a scope. Out: what waits and runs in it, how it is doing, its pauses,
 * its dead letters, and what would be if it were different. Changes pauses, and asks for what
 * becomes of dead letters; reads all else.
 */
@NullMarked
package dev.slipway.coordinator.queue;

import org.jspecify.annotations.NullMarked;
