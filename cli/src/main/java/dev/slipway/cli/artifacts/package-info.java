/** The command {@code artifacts}: what a build made. Only reads. */
@NullMarked
package dev.slipway.cli.artifacts;

import org.jspecify.annotations.NullMarked;
