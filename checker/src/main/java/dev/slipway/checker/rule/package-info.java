/**
 * What must be true of every history, one class a rule. In: a {@link
 * dev.slipway.checker.history.History}. Out: how many facts were checked and which of them break
 * the rule. Rules are sound: where the record leaves the order of two things open, they accuse
 * nobody. The numbers I1 … I14 are those of the design's list of invariants.
 */
@NullMarked
package dev.slipway.checker.rule;

import org.jspecify.annotations.NullMarked;
