/**
 * Takes secrets out of what steps print. In: bytes as they are printed, in pieces cut anywhere, and
 * the values that must not be seen. Out: the same bytes with {@code [redacted]} for each secret;
 * only what may still turn out to be the beginning of one is held back. Never: reads a byte twice.
 */
@NullMarked
package dev.slipway.runner.redact;

import org.jspecify.annotations.NullMarked;
