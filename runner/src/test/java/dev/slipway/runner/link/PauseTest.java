package dev.slipway.runner.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PauseTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofSeconds(5);

  @Test
  void limitDoublesUpToItsOwn() {
    List<Duration> most = IntStream.range(0, 9).mapToObj(tries -> longestOf(tries)).toList();

    for (int tries = 0; tries < most.size(); tries++) {
      Duration limit = Duration.ofMillis(Math.min(5000, 100L << tries));
      assertThat(most.get(tries)).isBetween(limit.multipliedBy(9).dividedBy(10), limit);
    }
  }

  @Test
  void pauseIsAnyPartOfItsLimit() {
    List<Duration> firsts =
        Stream.iterate(1L, seed -> seed + 1)
            .limit(1000)
            .map(seed -> new Pause(FIRST, MAX, new SplittableRandom(seed)).next())
            .toList();

    assertThat(firsts.stream().filter(pause -> pause.toMillis() < 50).count())
        .isBetween(400L, 600L);
  }

  @Test
  void resetBeginsAnew() {
    Pause pause = new Pause(FIRST, MAX, new SplittableRandom(1));
    for (int i = 0; i < 10; i++) {
      pause.next();
    }

    pause.reset();

    assertThat(pause.next()).isLessThanOrEqualTo(FIRST);
  }

  private static Duration longestOf(int tries) {
    return Stream.iterate(1L, seed -> seed + 1)
        .limit(300)
        .map(
            seed -> {
              Pause pause = new Pause(FIRST, MAX, new SplittableRandom(seed));
              for (int i = 0; i < tries; i++) {
                pause.next();
              }
              return pause.next();
            })
        .max(Duration::compareTo)
        .orElseThrow();
  }
}
