/** The command {@code attempts}: every try at a build. Only reads. */
@NullMarked
package dev.slipway.cli.attempts;

import org.jspecify.annotations.NullMarked;
