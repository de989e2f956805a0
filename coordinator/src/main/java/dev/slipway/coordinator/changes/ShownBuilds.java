package dev.slipway.coordinator.changes;

import dev.slipway.v1.Build;
import dev.slipway.v1.ListBuildsRequest;
import dev.slipway.v1.ListBuildsResponse;
import java.util.List;
import java.util.UUID;

/** Builds as clients see them; whoever serves lists of them gives this. */
public interface ShownBuilds {
  /** The builds as they are now, in any order; one that there is not is left out. At most 1,000. */
  List<Build> byId(List<UUID> ids);

  /** A page of a list. */
  ListBuildsResponse list(ListBuildsRequest request);

  /**
   * Reads a filter.
   *
   * @throws dev.slipway.coordinator.build.Refusal when it is not one
   */
  Filter filter(String filter);

  /** Whether a build belongs to a list. */
  @FunctionalInterface
  interface Filter {
    Place place(Build build);
  }

  /** Where a build is, seen from a list. */
  enum Place {
    /** In it. */
    IN,
    /** Not in it, but it may have been before it changed. */
    OUT,
    /** It never was and never will be. */
    NEVER
  }
}
