/**
 * Where ended builds are kept. In: the months as they come. Out: a partition of {@code build_ended}
 * for each, so that what is old can go in one piece.
 */
@NullMarked
package dev.slipway.coordinator.retain;

import org.jspecify.annotations.NullMarked;
