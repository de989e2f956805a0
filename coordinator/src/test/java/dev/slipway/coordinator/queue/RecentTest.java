package dev.slipway.coordinator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentTest {
  private Instant now = Instant.EPOCH;
  private final List<String> counted = new ArrayList<>();
  private final Recent<String, Rows> recent =
      new Recent<>(new QueueConfig(10, Duration.ofSeconds(5), 2), () -> now);

  private record Rows(long rows) implements Recent.Counted {}

  @Test
  void aLargeCountIsKeptForItsTime() {
    count("a", 11);
    now = now.plusMillis(4_999);

    assertThat(count("a", 12).rows()).isEqualTo(11);

    now = now.plusMillis(1);
    assertThat(count("a", 13).rows()).isEqualTo(13);
    assertThat(counted).containsExactly("a", "a");
  }

  @Test
  void aCountThatTakesLongIsKeptToo() {
    recent.get(
        "a",
        () -> {
          now = now.plusSeconds(60);
          return new Rows(11);
        });

    assertThat(count("a", 12).rows()).isEqualTo(11);
  }

  @Test
  void aSmallCountIsAlwaysMadeAnew() {
    count("a", 10);

    assertThat(count("a", 9).rows()).isEqualTo(9);
  }

  @Test
  void aCountThatBecameSmallIsNotKept() {
    count("a", 11);
    now = now.plusSeconds(5);
    count("a", 1);

    assertThat(count("a", 2).rows()).isEqualTo(2);
  }

  @Test
  void theOneAskedForLongestAgoIsForgotten() {
    count("a", 11);
    count("b", 11);
    count("a", 11);
    count("c", 11);

    count("a", 11);
    count("b", 11);

    assertThat(counted).containsExactly("a", "b", "c", "b");
    assertThat(recent.size()).isEqualTo(2);
  }

  private Rows count(String key, long rows) {
    return recent.get(
        key,
        () -> {
          counted.add(key);
          return new Rows(rows);
        });
  }
}
