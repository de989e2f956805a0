/** The command {@code stats}: how the queue is doing. Only reads. */
@NullMarked
package dev.slipway.cli.stats;

import org.jspecify.annotations.NullMarked;
