/**
 * Shows that the queue is right while coordinators race and are killed, and that the history
 * checker would see it if it were not. In: a command line. Out: a verdict, as the last line.
 */
@NullMarked
package dev.slipway.race;

import org.jspecify.annotations.NullMarked;
