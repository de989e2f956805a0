package dev.slipway.coordinator.explain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a build is likely to start.
 *
 * @param position 1: it is next; 0: it is not foretold
 * @param before names of builds that start before it, the nearest last; empty ones are not queued
 * @param start with even chances by then; null: nobody can say
 */
record Turn(int position, List<String> before, @Nullable Instant start) {
  Turn {
    before = List.copyOf(before);
  }
}
