/**
 * One build, many watchers. In: hints that something is new. Out: to each watcher every event after
 * its own cursor, in order and without a gap, and the log by offset. Everything that is sent was
 * read from the store: a hint that is lost costs a second, never an event.
 */
@NullMarked
package dev.slipway.coordinator.fanout;

import org.jspecify.annotations.NullMarked;
