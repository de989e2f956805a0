package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.explain.Standing;
import dev.slipway.coordinator.ledger.BuildRecord;

/** One sentence about where a build is. Pure. */
final class Summary {
  private Summary() {}

  static String of(BuildRecord build) {
    return switch (build.state()) {
      case HELD, QUEUED -> "It waits.";
      case STARTING -> "Attempt %d is being started.".formatted(build.attempt());
      case RUNNING -> "Attempt %d is running.".formatted(build.attempt());
      case STOPPING -> "It is being stopped; its processes are not gone yet.";
      case SUCCEEDED -> "It has succeeded.";
      case FAILED ->
          build.failure() == null
              ? "It has failed."
              : "It has failed: " + build.failure().message();
      case CANCELLED ->
          build.cancelReason() == null || build.cancelReason().isEmpty()
              ? "It was cancelled."
              : "It was cancelled: " + build.cancelReason();
    };
  }

  static String of(Standing standing) {
    if (standing.obstacles().isEmpty()) {
      return "It is about to start.";
    }
    var first = standing.obstacles().getFirst().message();
    if (!standing.exact() && standing.position() == 1) {
      return first;
    }
    return standing.exact()
        ? "It is number %d to start. %s".formatted(standing.position(), first)
        : "At least %d builds start before it. %s".formatted(standing.position() - 1, first);
  }
}
