/**
 * The mechanism of everything that runs again and again. In: one ordinary method that works out
 * what should be true now. Out: it is called, soon after a hint and at the latest after a period.
 */
@NullMarked
package dev.slipway.coordinator.loop;

import org.jspecify.annotations.NullMarked;
