/**
 * What every step has in common: what it works on, how it runs commands, how it fails.
 *
 * <p>In: the plan's step. Out: an {@link dev.slipway.runner.step.Ending} or a {@link
 * dev.slipway.runner.step.StepFailed}. Never: knows a template.
 */
@NullMarked
package dev.slipway.runner.step;

import org.jspecify.annotations.NullMarked;
