/**
 * The command {@code retry}: queues a build again that has ended, and follows it as {@code submit}
 * does.
 */
@NullMarked
package dev.slipway.cli.retry;

import org.jspecify.annotations.NullMarked;
