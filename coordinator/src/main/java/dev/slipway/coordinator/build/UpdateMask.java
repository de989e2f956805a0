package dev.slipway.coordinator.build;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which fields an Update changes. */
public final class UpdateMask {
  private UpdateMask() {}

  /**
   * The paths of a request's {@code update_mask}; empty when it has none.
   *
   * @param known what can be changed
   * @throws Refusal naming a path that cannot
   */
  public static Set<String> of(List<String> paths, List<String> known) {
    for (var path : paths) {
      if (!known.contains(path)) {
        throw Refusal.badField(
            "update_mask",
            "\"%s\" cannot be changed. Give any of %s.".formatted(path, String.join(", ", known)));
      }
    }
    return new LinkedHashSet<>(paths);
  }

  /**
   * As {@link #of}, for calls that want at least one path.
   *
   * @throws Refusal also when there is none
   */
  public static Set<String> required(List<String> paths, List<String> known) {
    if (paths.isEmpty()) {
      throw Refusal.badField(
          "update_mask", "is empty. Give any of %s.".formatted(String.join(", ", known)));
    }
    return of(paths, known);
  }
}
