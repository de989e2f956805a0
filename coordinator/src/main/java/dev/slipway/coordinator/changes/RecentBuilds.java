package dev.slipway.coordinator.changes;

import dev.slipway.coordinator.changes.ChangeRepository.Changed;
import dev.slipway.v1.Build;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Builds that changed a moment ago, as they were then, so that all who watch them read them once.
 * Bounded: the one that was loaded first is forgotten first.
 */
@Singleton
class RecentBuilds {
  private static final int BUILDS_MAX = 500;

  /** More than that are not loaded before somebody asks: most will be asked for by nobody. */
  private static final int LOADED_MAX = 200;

  private final ShownBuilds shown;
  private final Map<UUID, Build> builds = new LinkedHashMap<>();

  RecentBuilds(ShownBuilds shown) {
    this.shown = shown;
  }

  /** Reads what changed, if that is not too much. Blocks on the store. */
  void load(List<Changed> changed) {
    if (changed.size() <= LOADED_MAX && !changed.isEmpty()) {
      keep(shown.byId(changed.stream().map(Changed::build).toList()));
    }
  }

  /**
   * The builds as they were at these events, or later; those that are not there any more are left
   * out. Blocks on the store for those that were not loaded.
   *
   * @param wanted at most 1,000
   */
  List<Build> get(Map<UUID, Long> wanted) {
    var found = new ArrayList<Build>();
    var missing = new ArrayList<UUID>();
    synchronized (this) {
      wanted.forEach(
          (id, sequence) -> {
            var build = builds.get(id);
            if (build != null && build.getLastSequence() >= sequence) {
              found.add(build);
            } else {
              missing.add(id);
            }
          });
    }
    if (!missing.isEmpty()) {
      found.addAll(shown.byId(missing));
    }
    return found;
  }

  private synchronized void keep(List<Build> loaded) {
    for (var build : loaded) {
      var id = UUID.fromString(build.getName().substring(build.getName().lastIndexOf('/') + 1));
      builds.remove(id);
      builds.put(id, build);
    }
    var oldest = builds.keySet().iterator();
    while (builds.size() > BUILDS_MAX) {
      oldest.next();
      oldest.remove();
    }
  }
}
