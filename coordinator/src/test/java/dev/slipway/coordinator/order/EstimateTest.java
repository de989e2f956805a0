package dev.slipway.coordinator.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EstimateTest {
  private static final Duration P50 = Duration.ofSeconds(60);
  private static final Duration P90 = Duration.ofSeconds(180);
  private static final Estimate ESTIMATE = new Estimate(P50, P90, Estimate.Source.PROJECT, 20);

  @Test
  void goesThroughItsTwoPoints() {
    assertThat(ESTIMATE.millis(0.5)).isCloseTo(P50.toMillis(), within(1e-6));
    assertThat(ESTIMATE.millis(0.9)).isCloseTo(P90.toMillis(), within(1e-6));
  }

  @Test
  void tailIsCut() {
    assertThat(ESTIMATE.millis(1)).isEqualTo(ESTIMATE.millis(0.99)).isFinite();
  }

  @Test
  void buildThatHasNotRunHasEverythingLeft() {
    assertThat(ESTIMATE.remainingMillis(Duration.ZERO, 0.5)).isEqualTo(ESTIMATE.millis(0.5));
  }

  @Test
  void longerItHasRunTheLessIsKnownOfItsEnd() {
    double atHalf = ESTIMATE.remainingMillis(P50, 0.5);
    double late = ESTIMATE.remainingMillis(P90.multipliedBy(3), 0.5);

    // Of those that ran for p50, half end before the three quarters of all.
    assertThat(atHalf).isCloseTo(ESTIMATE.millis(0.75) - P50.toMillis(), within(1e-6));
    assertThat(late).isGreaterThan(atHalf);
  }

  @Test
  void constantDurationsAndHopelesslyLateBuildsAreFinite() {
    var constant = new Estimate(P50, P50, Estimate.Source.PROJECT, 50);

    assertThat(constant.remainingMillis(Duration.ofDays(30), 0.9)).isFinite().isNotNegative();
    assertThat(constant.remainingMillis(Duration.ofMillis(1), 0.5))
        .isCloseTo(P50.toMillis(), within(10.0));
  }

  @Test
  void fewerSamplesLeaveMoreOpen() {
    var fromFew = new Estimate(P50, P90, Estimate.Source.PROJECT, 5);

    assertThat(fromFew.uncertainty()).isGreaterThan(ESTIMATE.uncertainty());
  }

  @Test
  void impossibleDurationsAreRefused() {
    assertThatThrownBy(() -> new Estimate(P90, P50, Estimate.Source.PROJECT, 5))
        .hasMessageContaining("no such durations");
    assertThatThrownBy(() -> new Estimate(Duration.ZERO, P50, Estimate.Source.PROJECT, 5))
        .hasMessageContaining("no such durations");
  }
}
