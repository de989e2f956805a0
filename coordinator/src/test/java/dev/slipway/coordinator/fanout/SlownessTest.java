package dev.slipway.coordinator.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlownessTest {
  private final Slowness slowness = new Slowness();

  @Test
  void onlyWhoHasNoRoomForAllOfTheTimeIsTooSlow() {
    assertThat(isOver(false, 0, -1)).isFalse();
    assertThat(isOver(false, 10, -1)).isFalse();
    assertThat(isOver(false, 11, -1)).isTrue();
  }

  @Test
  void roomStartsTheTimeAnew() {
    isOver(false, 0, -1);
    isOver(true, 9, -1);

    assertThat(isOver(false, 15, -1)).isFalse();
    assertThat(isOver(false, 26, -1)).isTrue();
  }

  @Test
  void whatWasWrittenBetweenTwoLooksMeansThatThereWasRoom() {
    isOver(false, 0, -1);

    assertThat(isOver(false, 20, 15)).isFalse();
    assertThat(isOver(false, 31, 15)).isTrue();
  }

  private boolean isOver(boolean ready, long now, long lastSent) {
    return slowness.isOver(Duration.ofNanos(10), ready, now, lastSent);
  }
}
