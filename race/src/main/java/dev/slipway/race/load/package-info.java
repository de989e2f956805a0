/**
 * Who calls the coordinators of a race. In: a plan, and how many builds may be submitted by now.
 * Out: submits, cancels, changes and limits, and a line for each call that says how it ended.
 */
@NullMarked
package dev.slipway.race.load;

import org.jspecify.annotations.NullMarked;
