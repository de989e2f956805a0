/** The help of {@code coordinator}. The command itself is the coordinator, as with {@code up}. */
@NullMarked
package dev.slipway.cli.coordinator;

import org.jspecify.annotations.NullMarked;
