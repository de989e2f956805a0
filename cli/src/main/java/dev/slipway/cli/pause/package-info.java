/** The command {@code pause}: lets nothing of a scope start. */
@NullMarked
package dev.slipway.cli.pause;

import org.jspecify.annotations.NullMarked;
