/**
 * The program that carries out one attempt of one build.
 *
 * <p>In: the path of {@code attempt.json}. Out: an exit code, listed at {@link
 * dev.slipway.runner.Runner}. Never: decides what to build (the coordinator's plan does) or runs a
 * second attempt.
 */
@NullMarked
package dev.slipway.runner;

import org.jspecify.annotations.NullMarked;
