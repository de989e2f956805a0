/** The command {@code cancel}: asks for the end of a build, and does not wait for it. */
@NullMarked
package dev.slipway.cli.cancel;

import org.jspecify.annotations.NullMarked;
