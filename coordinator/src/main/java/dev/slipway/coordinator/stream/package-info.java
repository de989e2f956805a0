/**
 * Server streams at the client's pace. In: messages, as fast as they can be read from the store.
 * Out: to the client only while it reads, so that a slow one costs a parked thread and what the
 * transport buffers, and nothing else.
 */
@NullMarked
package dev.slipway.coordinator.stream;

import org.jspecify.annotations.NullMarked;
