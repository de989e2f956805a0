package dev.slipway.race.link;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.build.Lease;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts that the coordinator of this JVM wants started, for whoever plays their runners. */
final class Launches {
  private static final Map<UUID, CompletableFuture<Launch>> BY_BUILD = new ConcurrentHashMap<>();
  private static final Set<UUID> PRESENT = ConcurrentHashMap.newKeySet();

  private Launches() {}

  /** An attempt, and what its runner shows. */
  record Launch(BuildRef build, Lease lease, String token) {}

  /** The first attempt of a build, when it comes. */
  static CompletableFuture<Launch> of(UUID build) {
    return BY_BUILD.computeIfAbsent(build, _ -> new CompletableFuture<>());
  }

  static void add(Launch launch) {
    PRESENT.add(launch.lease().attemptUid());
    of(launch.build().id()).complete(launch);
  }

  static boolean present(UUID attemptUid) {
    return PRESENT.contains(attemptUid);
  }

  static void gone(UUID attemptUid) {
    PRESENT.remove(attemptUid);
  }
}
