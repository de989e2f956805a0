package dev.slipway.coordinator.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How honest the range is: of builds that had to wait, how many started when it was said. */
class ForecastTest {

  @ParameterizedTest(name = "load {0}, seed {1}")
  @CsvSource({"0.6, 1", "0.7, 2", "0.85, 3"})
  void startsFallWhereTheRangeSaid(double load, long seed) {
    var score = new SyntheticDay(seed, load, 20).run();

    System.out.printf(
        "eta load %.2f seed %d: %d builds, %d forecasts, p50 covers %.3f, p90 covers %.3f,"
            + " median error %.3f of the wait%n",
        load,
        seed,
        score.submitted(),
        score.forecasts(),
        score.p50Cover(),
        score.p90Cover(),
        score.medianError());
    assertThat(score.forecasts()).isGreaterThan(100);
    assertThat(score.p50Cover()).isBetween(0.4, 0.7);
    assertThat(score.p90Cover()).isGreaterThanOrEqualTo(0.85);
    assertThat(score.medianError()).isLessThanOrEqualTo(0.4);
  }
}
