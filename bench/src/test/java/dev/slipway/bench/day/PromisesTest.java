package dev.slipway.bench.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.bench.day.Promises.Promise;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromisesTest {
  @Test
  void aStartAtTheVeryTimeIsCovered() {
    var promises =
        new Promises(
            List.of(
                new Promise(0, 100, 200, 100),
                new Promise(0, 100, 200, 101),
                new Promise(0, 100, 200, 200),
                new Promise(0, 100, 200, 201)));

    assertThat(promises.p50Cover()).isEqualTo(0.25);
    assertThat(promises.p90Cover()).isEqualTo(0.75);
  }

  @Test
  void theErrorIsAShareOfTheWaitWhicheverWayItGoes() {
    var promises =
        new Promises(
            List.of(
                new Promise(1000, 1100, 1300, 1200),
                new Promise(1000, 1300, 1400, 1200),
                new Promise(1000, 1200, 1300, 1200)));

    assertThat(promises.medianErrorShare(0)).isEqualTo(0.5);
  }

  @Test
  void ofShortWaitsNothingIsSaid() {
    var promises = new Promises(List.of(new Promise(0, 90, 90, 10), new Promise(0, 150, 150, 100)));

    assertThat(promises.medianErrorShare(20)).isEqualTo(0.5);
    assertThatThrownBy(() -> promises.medianErrorShare(101))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theMeanKnowsOnlyTheWaitsThatWereOver() {
    var promises =
        new Promises(
            List.of(
                new Promise(0, 0, 0, 100),
                // 100 is known: an error of 100 in 200.
                new Promise(100, 0, 0, 300),
                // Still only 100: an error of 20 in 80.
                new Promise(120, 0, 0, 200)));

    assertThat(promises.medianErrorShareOfMean(0)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void noWaitIsNoMeasure() {
    assertThatThrownBy(() -> new Promises(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
