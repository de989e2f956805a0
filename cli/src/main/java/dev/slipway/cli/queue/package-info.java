/**
 * The command {@code queue}: what waits and runs, and when it would start if things were different.
 * Only reads.
 */
@NullMarked
package dev.slipway.cli.queue;

import org.jspecify.annotations.NullMarked;
