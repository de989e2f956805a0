package dev.slipway.race.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.race.plan.Plan;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CrashPointsTest {
  /** The history of a bad run stays in target/crash-history. */
  @Test
  void aFaultAtAnyPointBreaksNoRule() throws Exception {
    long seed = System.nanoTime() & 0xffff_ffffL;
    System.out.println("seed " + seed);
    var points = CrashRun.points();

    try (var run =
        new CrashRun(
            Plan.hurt(seed),
            Path.of("target", "crash").toAbsolutePath(),
            Path.of("target", "crash-history").toAbsolutePath(),
            System.out::println)) {
      var result = run.run(points);

      System.out.println(result.outcome().report());
      System.out.printf(
          "points %d faults %d violations %d%n",
          points.size(), result.faults(), result.outcome().violations());
      assertThat(points).hasSizeGreaterThanOrEqualTo(60);
      assertThat(result.missed()).isEmpty();
      assertThat(result.unlisted()).as("put them into crash-points.txt").isEmpty();
      assertThat(result.outcome().report().broken()).isEmpty();
      assertThat(result.outcome().unended()).isZero();
    }
  }
}
