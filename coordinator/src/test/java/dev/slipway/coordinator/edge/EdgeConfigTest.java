package dev.slipway.coordinator.edge;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new EdgeConfig(
                1_000,
                900,
                4 << 20,
                16 << 10,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                200,
                Duration.ofMinutes(30),
                Duration.ofMinutes(1),
                256 << 10,
                true));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.ofEntries(
                    entry("slipway.edge.calls-per-connection", "1"),
                    entry("slipway.edge.streams-per-connection", "8"),
                    entry("slipway.edge.message-bytes-max", "2"),
                    entry("slipway.edge.metadata-bytes-max", "3"),
                    entry("slipway.edge.keep-alive-min", "4s"),
                    entry("slipway.edge.keep-alive", "6s"),
                    entry("slipway.edge.keep-alive-timeout", "7s"),
                    entry("slipway.edge.resets-per-second", "5"),
                    entry("slipway.edge.connection-age", "8m"),
                    entry("slipway.edge.connection-grace", "9m"),
                    entry("slipway.edge.stream-window-bytes", "10"),
                    entry("slipway.edge.reflection", "false"))))
        .isEqualTo(
            new EdgeConfig(
                1,
                8,
                2,
                3,
                Duration.ofSeconds(4),
                Duration.ofSeconds(6),
                Duration.ofSeconds(7),
                5,
                Duration.ofMinutes(8),
                Duration.ofMinutes(9),
                10,
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          calls-per-connection | 0 | (default 1000)
          streams-per-connection | 0 | (default 900)
          message-bytes-max | 0 | (default 4194304)
          metadata-bytes-max | -1 | (default 16384)
          keep-alive-min | 0s | (default 5s)
          keep-alive | 0s | (default 30s)
          keep-alive-timeout | 0s | (default 20s)
          resets-per-second | 0 | (default 200)
          connection-age | 0s | (default 30m)
          connection-grace | 0s | (default 1m)
          stream-window-bytes | 0 | (default 262144)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.edge." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.edge." + key)
        .hasStackTraceContaining(says);
  }

  private static EdgeConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(EdgeConfig.class);
    }
  }
}
