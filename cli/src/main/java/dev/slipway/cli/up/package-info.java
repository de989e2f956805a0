/**
 * The help of {@code up}. The command itself is the coordinator: {@code bin/slipway} starts it in
 * its own place, so that there is one process and its pid is the one in the ready file.
 */
@NullMarked
package dev.slipway.cli.up;

import org.jspecify.annotations.NullMarked;
