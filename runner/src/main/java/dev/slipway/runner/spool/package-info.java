/**
 * Keeps what steps print on disk before anything else sees it.
 *
 * <p>In: bytes from pumps. Out: the same bytes by offset, capped per step, and the last lines for a
 * failure. Never: waits for the coordinator, so a slow link never slows a build.
 */
@NullMarked
package dev.slipway.runner.spool;

import org.jspecify.annotations.NullMarked;
