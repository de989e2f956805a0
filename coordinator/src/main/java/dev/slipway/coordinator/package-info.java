/** The coordinator's way in: reads the command line, starts the rooms. */
@NullMarked
package dev.slipway.coordinator;

import org.jspecify.annotations.NullMarked;
