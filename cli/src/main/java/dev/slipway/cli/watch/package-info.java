/**
 * The command {@code watch}: follows a build as {@code submit} does. Ending it leaves the build
 * alone.
 */
@NullMarked
package dev.slipway.cli.watch;

import org.jspecify.annotations.NullMarked;
