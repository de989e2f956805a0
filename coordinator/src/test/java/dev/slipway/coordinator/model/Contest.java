package dev.slipway.coordinator.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may start, by the rules of product.md §3: the tenant with the smallest share ÷ weight has its
 * turn, and of it the best head that fits. A head that was ready for too long and lacks only CPU or
 * memory keeps what the narrowest full scope has left.
 */
final class Contest {
  /** What shares are parts of where the cluster has no limit. */
  private static final Map<String, Long> NOMINAL =
      Map.of("running", 1_000L, "cpu_millis", 1_000_000L, "memory_mib", 1_024_000L);

  /**
   * A build that is first in its chat.
   *
   * @param readySince since when only capacity keeps it from starting
   */
  record Head(ModelBuild build, long sortKey, Instant readySince) {}

  /**
   * What a decision is made of.
   *
   * @param heads that are ready and not paused
   * @param overdueBefore heads that were ready before this reserve
   */
  record Situation(
      Instant now,
      List<Head> heads,
      List<ModelBuild> active,
      Map<String, Map<String, Long>> limits,
      Map<String, Double> weights,
      Instant overdueBefore) {}

  private final Situation situation;
  private final List<Head> admitted = new ArrayList<>();
  private final Set<Head> seen = new HashSet<>();
  private final Set<String> reserved = new HashSet<>();

  private Contest(Situation situation) {
    this.situation = situation;
  }

  static List<Head> decide(Situation situation) {
    return new Contest(situation).decide();
  }

  private List<Head> decide() {
    while (true) {
      var turn =
          situation.heads.stream()
              .filter(head -> !seen.contains(head))
              .min(
                  Comparator.<Head>comparingDouble(head -> share(head.build.chat.tenant))
                      .thenComparing(Head::sortKey)
                      .thenComparing(head -> head.build.chat.tenant)
                      .thenComparing(head -> head.build.chat.number));
      if (turn.isEmpty()) {
        return admitted;
      }
      look(turn.get().build.chat.tenant);
    }
  }

  /** Admits the tenant's best head that fits, or finds that none does. */
  private void look(String tenant) {
    var own =
        situation.heads.stream()
            .filter(head -> head.build.chat.tenant.equals(tenant) && !seen.contains(head))
            .sorted(
                Comparator.comparing(Head::sortKey).thenComparing(head -> head.build.chat.number))
            .toList();
    for (var head : own) {
      seen.add(head);
      var refusing = head.build.scopes().stream().filter(scope -> !fits(head, scope)).toList();
      if (refusing.isEmpty()) {
        admitted.add(head);
        return;
      }
      if (head.readySince.isBefore(situation.overdueBefore)
          && refusing.stream().allMatch(scope -> lacksOnlyCapacity(head, scope))) {
        reserved.add(refusing.getFirst());
      }
    }
  }

  private boolean fits(Head head, String scope) {
    return !reserved.contains(scope)
        && NOMINAL.keySet().stream()
            .allMatch(
                resource -> used(scope, resource) + need(head, resource) <= limit(scope, resource));
  }

  private boolean lacksOnlyCapacity(Head head, String scope) {
    return !reserved.contains(scope)
        && used(scope, "running") + 1 <= limit(scope, "running")
        && need(head, "cpu_millis") <= limit(scope, "cpu_millis")
        && need(head, "memory_mib") <= limit(scope, "memory_mib");
  }

  private long limit(String scope, String resource) {
    return situation.limits.getOrDefault(scope, Map.of()).getOrDefault(resource, Long.MAX_VALUE);
  }

  private long used(String scope, String resource) {
    long used = 0;
    for (var build : situation.active) {
      used += build.scopes().contains(scope) ? need(build, resource) : 0;
    }
    for (var head : admitted) {
      used += head.build.scopes().contains(scope) ? need(head, resource) : 0;
    }
    return used;
  }

  private static long need(Head head, String resource) {
    return need(head.build, resource);
  }

  static long need(ModelBuild build, String resource) {
    return switch (resource) {
      case "running" -> 1;
      case "cpu_millis" -> build.wanted.cpuMillis();
      default -> build.wanted.memoryMib();
    };
  }

  private double share(String tenant) {
    var capacity = new HashMap<>(NOMINAL);
    situation
        .limits
        .getOrDefault("cluster", Map.of())
        .forEach(
            (resource, limit) ->
                capacity.computeIfPresent(resource, (_, n) -> limit == 0 ? n : limit));
    double share = 0;
    for (var resource : NOMINAL.keySet()) {
      share =
          Math.max(share, (double) used("tenants/" + tenant, resource) / capacity.get(resource));
    }
    return share / situation.weights.getOrDefault(tenant, 1.0);
  }
}
