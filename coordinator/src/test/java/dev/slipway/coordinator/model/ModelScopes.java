package dev.slipway.coordinator.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Limits and pauses of the model. */
final class ModelScopes {
  private record Pause(boolean drain, Instant until) {
    boolean over(Instant now) {
      return until != null && !until.isAfter(now);
    }
  }

  private final Set<String> known = new HashSet<>();
  private final Map<String, Map<String, Long>> limits = new HashMap<>();
  private final Map<String, Pause> pauses = new HashMap<>();

  /**
   * @param runningMax of the cluster, unless its limit says otherwise
   */
  ModelScopes(long runningMax) {
    limits.put("cluster", new HashMap<>(Map.of("running", runningMax)));
  }

  void add(Collection<String> scopes) {
    known.addAll(scopes);
  }

  boolean unknown(String scope) {
    return !known.contains(scope);
  }

  void pause(String scope, boolean drain, Instant until) {
    pauses.put(scope, new Pause(drain, until));
  }

  void resume(String scope) {
    pauses.remove(scope);
  }

  /**
   * @param most null: none
   * @param runningMax as in the constructor
   */
  void limit(String scope, String resource, Integer most, long runningMax) {
    var of = limits.computeIfAbsent(scope, _ -> new HashMap<>());
    if (most != null) {
      of.put(resource, (long) most);
    } else if (scope.equals("cluster") && resource.equals("running")) {
      of.put(resource, runningMax);
    } else {
      of.remove(resource);
    }
  }

  Map<String, Map<String, Long>> limits() {
    return limits;
  }

  boolean paused(List<String> scopes, Instant now) {
    return scopes.stream().anyMatch(scope -> inForce(scope, now));
  }

  boolean drained(List<String> scopes, Instant now) {
    return scopes.stream().anyMatch(scope -> inForce(scope, now) && pauses.get(scope).drain);
  }

  private boolean inForce(String scope, Instant now) {
    return pauses.containsKey(scope) && !pauses.get(scope).over(now);
  }

  /** The first scope that has no room for all of these, the widest first; null: all have. */
  String full(List<Wanted> wanted, Collection<ModelBuild> builds, Instant now) {
    var more = new LinkedHashMap<String, Integer>();
    for (var one : wanted) {
      ModelBuild.scopes(one.tenant(), one.project(), one.chat())
          .reversed()
          .forEach(scope -> more.merge(scope, 1, Integer::sum));
    }
    for (var scope : more.keySet()) {
      var inside = builds.stream().filter(build -> build.scopes().contains(scope)).toList();
      long waiting = inside.stream().filter(build -> build.state.waiting()).count();
      long lately =
          inside.stream()
              .filter(build -> build.enqueued.isAfter(now.minus(Duration.ofHours(1))))
              .count();
      var of = limits.getOrDefault(scope, Map.of());
      if (waiting + more.get(scope) > of.getOrDefault("queued", Long.MAX_VALUE)
          || lately + more.get(scope) > of.getOrDefault("builds_per_hour", Long.MAX_VALUE)) {
        return scope;
      }
    }
    return null;
  }

  void age(Duration by) {
    pauses.replaceAll(
        (_, pause) -> new Pause(pause.drain, pause.until == null ? null : pause.until.minus(by)));
  }
}
