/**
 * The command {@code events}: prints the stored events of a build.
 *
 * <p>In: a build's name. Out: a line for each event on stdout, oldest first. Does not wait for
 * more: that is {@code watch}.
 */
@NullMarked
package dev.slipway.cli.events;

import org.jspecify.annotations.NullMarked;
