package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.admit.Admitted;
import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.ledger.BuildRecord;
import dev.slipway.coordinator.ledger.LogExtent;
import dev.slipway.coordinator.submit.ManyBuildsRepository.Extent;
import dev.slipway.v1.Build;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Says many builds as messages with two reads, however many there are. Joins the caller's
 * transaction when there is one.
 */
@Singleton
public class ManyBuilds {
  private final ManyBuildsRepository repository;
  private final BuildMessages messages;

  ManyBuilds(ManyBuildsRepository repository, BuildMessages messages) {
    this.repository = repository;
    this.messages = messages;
  }

  /**
   * The builds as they are now, in the order of the list; one that there is not is left out.
   *
   * @param ids at most 1,000, of builds that the caller may see: no tenant is compared here
   */
  public List<Build> byId(List<UUID> ids) {
    return List.copyOf(found(ids).values());
  }

  /**
   * The builds as they are now, in the order of the list; one that there is not in its tenant is
   * left out.
   */
  Map<BuildRef, Build> byRef(List<BuildRef> refs) {
    var found = found(refs.stream().map(BuildRef::id).toList());
    found.keySet().retainAll(refs);
    return found;
  }

  /** What became of wishes: as they were stored just now, or as an earlier request's are now. */
  List<Build> of(List<Admitted> admitted) {
    var earlier = new ArrayList<UUID>();
    for (var one : admitted) {
      if (one.record() == null) {
        earlier.add(one.ref().id());
      }
    }
    var found = found(earlier);
    return admitted.stream()
        .map(
            one -> {
              var opened = one.record();
              return opened == null
                  ? Objects.requireNonNull(found.get(one.ref()), "a build that was just found")
                  : messages.message(opened, LogExtent.NONE);
            })
        .toList();
  }

  /** In the order of the list. */
  private Map<BuildRef, Build> found(List<UUID> ids) {
    Map<BuildRef, Build> builds = new java.util.LinkedHashMap<>();
    if (ids.isEmpty()) {
      return builds;
    }
    Map<UUID, BuildRecord> records = new HashMap<>();
    repository.builds(ids).forEach(build -> records.put(build.buildId(), build));
    Map<UUID, LogExtent> logs =
        repository.logs(ids).stream()
            .collect(
                Collectors.toMap(
                    Extent::buildId, extent -> new LogExtent(extent.size(), extent.dropped())));
    for (var id : ids) {
      var build = records.get(id);
      if (build != null) {
        builds.put(build.ref(), messages.message(build, logs.getOrDefault(id, LogExtent.NONE)));
      }
    }
    return builds;
  }
}
