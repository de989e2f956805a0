/** The command {@code resume}: ends a pause. */
@NullMarked
package dev.slipway.cli.resume;

import org.jspecify.annotations.NullMarked;
