/**
 * The command line's door: the table of commands, and what holds for all of them.
 *
 * <p>In: the process's arguments. Out: its exit code. One package per command holds flags, help
 * text and run method together; {@code shell}, {@code option}, {@code link}, {@code json}, {@code
 * outcome}, {@code pack} and {@code follow} serve them and know no command.
 */
@NullMarked
package dev.slipway.cli;

import org.jspecify.annotations.NullMarked;
