/**
 * The command {@code watch}: follows a build as {@code submit} does, or shows all builds under way.
 * Ending it leaves builds alone, unless somebody says otherwise.
 */
@NullMarked
package dev.slipway.cli.watch;

import org.jspecify.annotations.NullMarked;
