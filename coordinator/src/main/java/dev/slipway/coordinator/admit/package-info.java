/**
 * Decides whether a wish becomes a build. In: a checked wish of a tenant. Out: a queued build with
 * its place in its chat, the same build again for a repeat, or a {@link
 * dev.slipway.coordinator.build.Refusal}. Refuses before anything is stored.
 */
@NullMarked
package dev.slipway.coordinator.admit;

import org.jspecify.annotations.NullMarked;
