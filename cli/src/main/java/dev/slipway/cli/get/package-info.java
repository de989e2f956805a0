/** The command {@code get}: one build as it is now. Only reads. */
@NullMarked
package dev.slipway.cli.get;

import org.jspecify.annotations.NullMarked;
