/**
 * The commands about the queue, each against a real coordinator: what they say, and what they do to
 * builds. The rules themselves, with all their cases, are tested in the coordinator's package
 * {@code behaviour}.
 */
@NullMarked
package dev.slipway.e2e.queue;

import org.jspecify.annotations.NullMarked;
