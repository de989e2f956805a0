package dev.slipway.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;

  private final Pace pace = new Pace(0);

  @Test
  void withoutALimitPiecesAreAsLargeAsTheProtocolAllows() {
    pace.sent(64 * 1024, 5);

    assertThat(pace.allowed(5)).isEqualTo(64 * 1024);
  }

  @Test
  void pieceIsFollowedByTheTimeItTakes() {
    pace.limit(1000, 0);

    assertThat(pace.allowed(0)).isEqualTo(100);
    pace.sent(50, 0);

    assertThat(pace.allowed(SECOND / 20 - 1)).isZero();
    assertThat(pace.allowed(SECOND / 20)).isEqualTo(100);
    assertThat(pace.freeAt()).isEqualTo(SECOND / 20);
  }

  @Test
  void inAnyTenSecondsThereIsNoMoreThanTheLimit() {
    for (long limit : new long[] {1, 7, 999, 100_000, 10_000_000}) {
      pace.limit(limit, 0);
      long sent = 0;
      for (long now = 0; now < 10 * SECOND; now += SECOND / 1000) {
        for (int bytes = pace.allowed(now); bytes > 0; bytes = pace.allowed(now)) {
          pace.sent(bytes, now);
          sent += bytes;
        }
      }
      // What is sent at the end of the time takes its time after it.
      assertThat(sent).isBetween(limit * 8, limit * 10 + Math.max(1, Math.min(limit / 10, 65536)));
    }
  }

  @Test
  void zeroLiftsTheLimit() {
    pace.limit(1, 0);
    pace.sent(1, 0);

    pace.limit(0, 1);

    assertThat(pace.allowed(1)).isEqualTo(64 * 1024);
  }
}
