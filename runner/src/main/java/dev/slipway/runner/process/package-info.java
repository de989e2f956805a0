/**
 * Starts the commands of steps and ends everything they leave behind.
 *
 * <p>In: a {@link dev.slipway.runner.process.Command}. Out: its exit code and its output, byte for
 * byte. Never: returns while a process of the command still lives, or waits for a pipe that a
 * left-over process holds.
 */
@NullMarked
package dev.slipway.runner.process;

import org.jspecify.annotations.NullMarked;
