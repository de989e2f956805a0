/**
 * Coordinators with one bug each, to show that the history checker would see it. In: a mutant. Out:
 * what a short race with it broke. Nothing of this is in a jar that is shipped; the bugs come in
 * through the name of the database driver and through beans that take the place of others.
 */
@NullMarked
package dev.slipway.race.mutant;

import org.jspecify.annotations.NullMarked;
