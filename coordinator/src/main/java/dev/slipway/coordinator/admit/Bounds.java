package dev.slipway.coordinator.admit;

import dev.slipway.coordinator.admit.Batch.Submission;
import dev.slipway.coordinator.build.Refusal;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What there is no room for. */
@Singleton
class Bounds {
  Bounds(AdmitConfig config) {}

  Map<Submission, Refusal> refused(
      Connection connection, List<Submission> submissions, Instant now) {
    return Map.of();
  }
}
