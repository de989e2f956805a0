/**
 * Keeps history as long as it should be. In: the months and days as they come. Out: a partition for
 * each before anything is written to it, and none for days of logs that are too old. Rows are never
 * deleted one by one.
 */
@NullMarked
package dev.slipway.coordinator.retain;

import org.jspecify.annotations.NullMarked;
