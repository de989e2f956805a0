/**
 * How big a race is and who takes part. In: what the command line asks for. Out: numbers and names.
 */
@NullMarked
package dev.slipway.race.plan;

import org.jspecify.annotations.NullMarked;
