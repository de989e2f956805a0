package dev.slipway.runner.link;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes one address after the other: of those known now, the one whose last try is the longest ago.
 * So a coordinator that is new, or that was not tried yet, comes before one that just failed.
 */
final class Rotation {
  private final Addresses addresses;
  private final Map<String, Long> tried = new HashMap<>();
  private long tries;

  Rotation(Addresses addresses) {
    this.addresses = addresses;
  }

  /** The next one to try. */
  String next() {
    var all = addresses.all();
    tried.keySet().retainAll(all);
    String next =
        all.stream()
            .min(Comparator.comparingLong(address -> tried.getOrDefault(address, 0L)))
            .orElseThrow();
    tried.put(next, ++tries);
    return next;
  }
}
