/**
 * kill -9 of the coordinator. In: builds under way. Out: each ends exactly once, nothing stays
 * behind.
 */
@NullMarked
package dev.slipway.e2e.coordinatorrestart;

import org.jspecify.annotations.NullMarked;
