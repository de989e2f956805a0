package dev.slipway.coordinator.explain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a waiting build stands.
 *
 * @param position 1: it is next; a lower bound when not {@code exact}
 * @param chatPosition builds of its chat that have not ended and go before it
 * @param startP50 null: nothing can be said, as when it is paused without an end
 * @param basis what the durations were learnt from, for people
 * @param obstacles everything that keeps it from starting; empty: it is about to
 * @param before names of builds that go before it, the nearest last, at most 20
 * @param asOf when the picture was taken
 */
public record Standing(
    int position,
    boolean exact,
    int chatPosition,
    @Nullable Instant startP50,
    @Nullable Instant startP90,
    @Nullable Instant endP50,
    String basis,
    List<Obstacle> obstacles,
    List<String> before,
    Instant asOf) {
  public Standing {
    obstacles = List.copyOf(obstacles);
    before = List.copyOf(before);
  }

  /**
   * One thing that keeps a build from starting.
   *
   * @param message one sentence with the values
   * @param holders names of builds, or the scope of a pause, at most 10
   * @param remedy one sentence: what would help; may be empty
   * @param clearTime null: nobody can say
   */
  public record Obstacle(
      Kind kind, String message, List<String> holders, String remedy, @Nullable Instant clearTime) {
    public Obstacle {
      holders = List.copyOf(holders);
    }
  }

  /** What it is; the protocol's Blocker.Kind has the same names with {@code KIND_} before them. */
  public enum Kind {
    CHAT_PREDECESSOR,
    CHAT_BLOCKED,
    CHAT_QUOTA,
    PROJECT_CONCURRENCY,
    PROJECT_CPU,
    PROJECT_MEMORY,
    TENANT_CONCURRENCY,
    TENANT_CPU,
    TENANT_MEMORY,
    CLUSTER_CAPACITY,
    ORDER,
    RESERVED,
    PAUSED,
    BACKOFF,
    DEBOUNCE,
    SCHEDULED,
    NEVER_FITS
  }
}
