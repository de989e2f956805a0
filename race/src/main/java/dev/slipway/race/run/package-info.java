/**
 * One race from its start to the judgement. In: a plan and folders. Out: how many builds ended, how
 * many kills there were, and what the history checker says.
 */
@NullMarked
package dev.slipway.race.run;

import org.jspecify.annotations.NullMarked;
