/**
 * The options that several commands share, and the rule that gives each option its {@code
 * SLIPWAY_…} variable.
 *
 * <p>In: words of the command line and variables. Out: checked values and an opened {@link
 * dev.slipway.cli.link.Coordinator}. Never calls a coordinator itself.
 */
@NullMarked
package dev.slipway.cli.option;

import org.jspecify.annotations.NullMarked;
