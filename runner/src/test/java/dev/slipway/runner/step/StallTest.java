package dev.slipway.runner.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallTest {
  private static final long SECOND = 1_000_000_000L;

  /** Near the end of what a long holds, as nanoTime may be. */
  private static final long START = Long.MAX_VALUE - 5 * SECOND;

  private final Stall stall = new Stall(Duration.ofSeconds(100), START, Duration.ZERO);

  @Test
  void silenceAndNoCpuForTheLimitIsAStall() {
    assertThat(at(99, 0, 0)).isFalse();
    assertThat(at(100, 0, 0)).isTrue();
  }

  @Test
  void aByteIsASignOfLife() {
    assertThat(at(90, 1, 0)).isFalse();
    assertThat(at(189, 1, 0)).isFalse();
    assertThat(at(190, 1, 0)).isTrue();
  }

  @Test
  void onePercentOfACoreOverTheLimitIsASignOfLifeAndLessIsNot() {
    assertThat(at(90, 0, 999)).isFalse();
    assertThat(at(99, 0, 1000)).isFalse();
    assertThat(at(198, 0, 1999)).isFalse();
    assertThat(at(199, 0, 1999)).isTrue();
  }

  private boolean at(long seconds, long printed, long cpuMillis) {
    return stall.now(START + seconds * SECOND, printed, Duration.ofMillis(cpuMillis));
  }
}
