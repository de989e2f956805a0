package dev.slipway.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.race.plan.Plan;
import dev.slipway.race.run.RaceRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final int BUILDS = 1_500;
  private static final int KILLS = 3;

  /** The history of a bad race stays in target/history. */
  @Test
  void killedCoordinatorsBreakNoRule() throws Exception {
    long seed = System.nanoTime() & 0xffff_ffffL;
    var history = Path.of("target", "history").toAbsolutePath();
    System.out.println("seed " + seed);

    try (var race =
        new RaceRun(
            Plan.race(BUILDS, KILLS, seed),
            Path.of("target", "race").toAbsolutePath(),
            history,
            System.out::println)) {
      var outcome = race.run();

      System.out.println(outcome.report());
      assertThat(outcome.report().broken()).isEmpty();
      assertThat(outcome.unended()).isZero();
      assertThat(outcome.builds()).isGreaterThanOrEqualTo(BUILDS);
      assertThat(outcome.kills()).isEqualTo(KILLS);
    }
  }
}
