/**
 * The command {@code verify}: has the coordinator check the rules that must always hold. Changes
 * nothing.
 */
@NullMarked
package dev.slipway.cli.verify;

import org.jspecify.annotations.NullMarked;
