package dev.slipway.coordinator.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new ChangesConfig(
                Duration.ofSeconds(1), Duration.ofMillis(100), 1_000, 10_000, Duration.ofHours(1)));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.changes.poll", "2s",
                    "slipway.changes.pause", "3ms",
                    "slipway.changes.pending-max", "4",
                    "slipway.changes.found-max", "5",
                    "slipway.changes.resume-max", "6m")))
        .isEqualTo(
            new ChangesConfig(
                Duration.ofSeconds(2), Duration.ofMillis(3), 4, 5, Duration.ofMinutes(6)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          poll | 0s | (default 1s)
          pause | 0s | (default 100ms)
          pending-max | 0 | (default 1000)
          found-max | -1 | (default 10000)
          resume-max | 0s | (default 1h)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.changes." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.changes." + key)
        .hasStackTraceContaining(says);
  }

  private static ChangesConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(ChangesConfig.class);
    }
  }
}
