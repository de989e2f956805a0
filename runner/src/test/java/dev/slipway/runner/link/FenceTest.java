package dev.slipway.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FenceTest {
  private static final long SECOND = 1_000_000_000L;

  /** So that the moments run over the end of a long, as those of nanoTime may. */
  private static final long START = Long.MAX_VALUE - 10 * SECOND;

  private final Fence fence = new Fence(START, Duration.ofSeconds(30));

  @Test
  void beforeTheFirstWelcomeItIsTheStartup() {
    assertThat(fence.over(START + 30 * SECOND - 1)).isFalse();
    assertThat(fence.over(START + 30 * SECOND)).isTrue();
  }

  @Test
  void afterAWelcomeItCountsFromTheHello() {
    fence.welcomed(START + 5 * SECOND, Duration.ofSeconds(60));

    assertThat(fence.over(START + 65 * SECOND - 1)).isFalse();
    assertThat(fence.over(START + 65 * SECOND)).isTrue();
  }

  @Test
  void anAckedBeatMovesItFromWhenTheBeatWasSent() {
    fence.welcomed(START, Duration.ofSeconds(60));

    fence.heard(START + 20 * SECOND);
    fence.heard(START + 10 * SECOND);

    assertThat(fence.at()).isEqualTo(START + 80 * SECOND);
  }

  @Test
  void aShorterOneCountsAtOnce() {
    fence.welcomed(START, Duration.ofSeconds(600));

    fence.welcomed(START + SECOND, Duration.ofSeconds(2));

    assertThat(fence.over(START + 3 * SECOND)).isTrue();
  }
}
