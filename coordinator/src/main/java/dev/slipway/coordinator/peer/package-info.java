/**
 * The runs of coordinators that share the database. In: this run, and rows of the others. Out: who
 * lives, where they listen, and since when all of them together have been able to hear runners.
 */
@NullMarked
package dev.slipway.coordinator.peer;

import org.jspecify.annotations.NullMarked;
