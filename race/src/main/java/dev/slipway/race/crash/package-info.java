/**
 * Hurts coordinators at named points: before and after every commit, and before and after every
 * answer of a call. In: a race, and the list of points. Out: which points were hurt how, and the
 * verdict of the history checker.
 */
@NullMarked
package dev.slipway.race.crash;

import org.jspecify.annotations.NullMarked;
