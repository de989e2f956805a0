package dev.slipway.bench.coordinator;

import dev.slipway.coordinator.build.BuildRef;
import dev.slipway.coordinator.ledger.Builds;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How long each build pretends to work. */
@Singleton
final class Lengths {
  private static final Duration ENDLESS = Duration.ofDays(1);

  private final Builds builds;
  private final BenchConfig config;

  Lengths(Builds builds, BenchConfig config) {
    this.builds = builds;
    this.config = config;
  }

  /** Of this build; zero: it does nothing. Blocks for one read where the build itself says it. */
  Duration of(BuildRef build) {
    if (SeededId.of(build.id()).filter(SeededId::endless).isPresent()) {
      return ENDLESS;
    }
    return config.told() ? Duration.parse(builds.get(build).messageId()) : config.buildTime();
  }
}
