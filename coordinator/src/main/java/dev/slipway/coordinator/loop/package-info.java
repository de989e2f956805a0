/**
 * The mechanisms of what runs again and again. In: one ordinary method that works out what should
 * be true now, or one that writes a batch. Out: the first is called soon after a hint and at the
 * latest after a period, the second with whatever many callers gathered during its last commit.
 */
@NullMarked
package dev.slipway.coordinator.loop;

import org.jspecify.annotations.NullMarked;
