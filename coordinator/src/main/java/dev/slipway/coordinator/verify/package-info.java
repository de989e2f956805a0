/**
 * Whether the rules that must always hold do hold. In: nothing but the rows. Out: for each rule how
 * much was looked at and what breaks it. Every rule is one query, all of them see the same moment,
 * and none changes anything.
 */
@NullMarked
package dev.slipway.coordinator.verify;

import org.jspecify.annotations.NullMarked;
