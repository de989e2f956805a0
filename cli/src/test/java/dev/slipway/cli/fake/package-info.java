/**
 * A coordinator for the command line's tests: a real gRPC server on loopback with scripted answers.
 *
 * <p>In: calls. Out: what the test scripted, cut where the test said so; every request is kept.
 * Runs no build.
 */
@NullMarked
package dev.slipway.cli.fake;

import org.jspecify.annotations.NullMarked;
