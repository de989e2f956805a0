package dev.slipway.checker.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * The values that something had, newest last, with who set each.
 *
 * @param <T> the value
 */
final class Versions<T> {

  private record Version<T>(T value, long xid) {}

  private final List<Version<T>> versions = new ArrayList<>();

  /**
   * @param first what it was before anyone set it
   */
  Versions(T first) {
    versions.add(new Version<>(first, Queue.SEEN_BY_ALL));
  }

  void set(T value, long xid) {
    versions.add(new Version<>(value, xid));
  }

  /** Every value that somebody may have read who read no earlier than this snapshot. */
  List<T> since(Horizon earliest) {
    int from = versions.size() - 1;
    while (from > 0 && !earliest.sees(versions.get(from).xid())) {
      from--;
    }
    return versions.subList(from, versions.size()).stream().map(Version::value).toList();
  }
}
