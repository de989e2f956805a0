package dev.slipway.coordinator.search;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a search is for.
 *
 * @param from only lines whose beginning was stored at this time or later; null: all
 * @param until only lines whose beginning was stored before; null: all
 * @param project only builds of it; empty: all. Of a search in one build: empty
 * @param chat only builds of it; empty: all. Of a search in one build: empty
 * @param most matches in one answer, from 1
 */
public record Wanted(
    Query query,
    @Nullable Instant from,
    @Nullable Instant until,
    String project,
    String chat,
    int most) {

  boolean wants(Instant stored) {
    return (from == null || !stored.isBefore(from)) && !isOver(stored);
  }

  /** Whether nothing that is stored at this time or later is wanted. */
  boolean isOver(Instant stored) {
    return until != null && !stored.isBefore(until);
  }
}
