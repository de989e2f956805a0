/**
 * The command {@code update}: changes what may be changed of a build. Never touches its source or
 * steps.
 */
@NullMarked
package dev.slipway.cli.update;

import org.jspecify.annotations.NullMarked;
