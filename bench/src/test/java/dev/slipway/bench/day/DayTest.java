package dev.slipway.bench.day;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DayTest {
  private final Day day = Day.draw(new SplittableRandom(1), 5, 2, 3, 8, 0.5);

  @Test
  void theDayHasTheWorkThatWasAskedFor() {
    double hours = day.submits().stream().mapToLong(one -> one.takes().toMillis()).sum() / 3.6e6;

    assertThat(hours).isCloseTo(0.5 * 8 * 24, within(2.0));
  }

  @Test
  void submitsComeInTheOrderOfTheirTimesWithinTheDay() {
    assertThat(day.submits()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(day.submits())
        .allSatisfy(
            one -> {
              assertThat(one.at()).isBetween(Duration.ZERO, Day.LENGTH);
              assertThat(one.tenant()).isBetween(1, 5);
              assertThat(one.project()).isBetween(1, 2);
              assertThat(one.chat()).isBetween(0, 2);
              assertThat(one.takes()).isPositive();
            });
  }

  @Test
  void moreComeAtNoonThanAtNight() {
    long noon = between(10, 14);
    long night = between(0, 2) + between(22, 24);

    assertThat(noon).isGreaterThan(2 * night);
  }

  @Test
  void theSameSeedIsTheSameDay() {
    assertThat(Day.draw(new SplittableRandom(1), 5, 2, 3, 8, 0.5)).isEqualTo(day);
    assertThat(Day.draw(new SplittableRandom(2), 5, 2, 3, 8, 0.5)).isNotEqualTo(day);
  }

  @Test
  void aFasterDayIsTheSameOneInLessTime() {
    var faster = day.faster(100);

    assertThat(faster.submits()).hasSameSizeAs(day.submits());
    assertThat(faster.submits().getLast().at())
        .isEqualTo(day.submits().getLast().at().dividedBy(100));
    assertThat(faster.submits().getFirst().takes())
        .isEqualTo(day.submits().getFirst().takes().dividedBy(100));
  }

  private long between(int fromHour, int toHour) {
    return day.submits().stream()
        .filter(one -> one.at().toHours() >= fromHour && one.at().toHours() < toHour)
        .count();
  }
}
