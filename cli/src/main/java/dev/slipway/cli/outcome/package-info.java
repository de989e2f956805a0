/**
 * How a command ends.
 *
 * <p>In: exceptions, gRPC statuses, a build's state. Out: an exit code and a few lines on stderr
 * that name the value, the limit and the next step. Never prints a stack trace unless {@code
 * SLIPWAY_DEBUG=1} asks for one, and never decides whether to try again.
 */
@NullMarked
package dev.slipway.cli.outcome;

import org.jspecify.annotations.NullMarked;
