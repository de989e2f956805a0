/**
 * One attempt from its file to its exit code.
 *
 * <p>In: {@code attempt.json}. Out: a result that the coordinator has committed, or none when the
 * link is gone. Never: leaves a process or a work folder behind.
 */
@NullMarked
package dev.slipway.runner.attempt;

import org.jspecify.annotations.NullMarked;
