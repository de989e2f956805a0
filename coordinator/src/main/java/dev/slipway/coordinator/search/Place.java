package dev.slipway.coordinator.search;

import java.util.UUID;

/**
 * How far a search has come.
 *
 * @param build in which it goes on
 * @param offset of the next byte that it looks at; {@link #DONE} when it goes on with the next
 *     build
 * @param number of the line that this byte stands in; 0 when it is not known
 */
public record Place(UUID build, long offset, long number) {
  /** The build was looked at to its end. */
  static final long DONE = Long.MAX_VALUE;

  /** The beginning of a build's log. */
  static Place start(UUID build) {
    return new Place(build, 0, 1);
  }
}
