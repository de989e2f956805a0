/** The command {@code pauses}: what is paused, by whom, since when. Only reads. */
@NullMarked
package dev.slipway.cli.pauses;

import org.jspecify.annotations.NullMarked;
