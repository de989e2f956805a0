/** The command {@code explain}: why a build is where it is. Only reads. */
@NullMarked
package dev.slipway.cli.explain;

import org.jspecify.annotations.NullMarked;
