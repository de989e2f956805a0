package dev.slipway.coordinator.search;

import dev.slipway.coordinator.build.BuildRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call found.
 *
 * @param next where the next call goes on; null when everything was looked at
 * @param at up to where this call looked; null when there was no build to look at
 * @param scannedBytes of logs that it looked at
 */
public record Found(
    List<Match> matches, @Nullable Place next, @Nullable Place at, long scannedBytes) {
  public Found {
    matches = List.copyOf(matches);
  }

  /**
   * A line that matches.
   *
   * @param step that printed it; empty for none
   * @param offset of the first byte that matches
   * @param number the line's, from 1; 0 when it is not known
   * @param text the line, or a part of it, safe to show
   * @param cut whether it is only a part
   * @param time when its beginning was stored
   */
  public record Match(
      BuildRef build,
      String step,
      long offset,
      long number,
      String text,
      boolean cut,
      Instant time) {}
}
