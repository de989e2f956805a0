/**
 * Why a build waits and for how long, in words.
 *
 * <p>In: a queue status or a blocker. Out: a few words or lines, with times as seen from when the
 * status was found, so that no clock of this machine takes part. Never asks a coordinator.
 */
@NullMarked
package dev.slipway.cli.waiting;

import org.jspecify.annotations.NullMarked;
