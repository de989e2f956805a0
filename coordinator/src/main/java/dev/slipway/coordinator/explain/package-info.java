/**
 * Why a build waits, where it stands and when it is likely to start. In: a waiting build. Out: its
 * {@link dev.slipway.coordinator.explain.Standing}, from the same admission function that
 * dispatches, over a picture of the queue that is at most a few seconds old. Never changes
 * anything.
 */
@NullMarked
package dev.slipway.coordinator.explain;

import org.jspecify.annotations.NullMarked;
