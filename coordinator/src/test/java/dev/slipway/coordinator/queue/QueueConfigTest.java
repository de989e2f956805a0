package dev.slipway.coordinator.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of())).isEqualTo(new QueueConfig(100_000, Duration.ofSeconds(5), 1_000));
  }

  @Test
  void takesEveryKey() {
    Map<String, Object> values =
        Map.of(
            "slipway.queue.many-rows", 7,
            "slipway.queue.keep-counts", "0s",
            "slipway.queue.kept-scopes-max", 8);

    assertThat(read(values)).isEqualTo(new QueueConfig(7, Duration.ZERO, 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          many-rows       | -1    | Set 0 or more (default 100000)
          keep-counts     | 6s    | Set 0s to 5s (default 5s)
          keep-counts     | -1s   | Set 0s to 5s (default 5s)
          kept-scopes-max | 0     | Set 1 or more (default 1000)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.queue." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.queue." + key)
        .hasStackTraceContaining(says);
  }

  private static QueueConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(QueueConfig.class);
    }
  }
}
