package dev.slipway.coordinator.edge;

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
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                200,
                true));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.edge.calls-per-connection", "1",
                    "slipway.edge.streams-per-connection", "8",
                    "slipway.edge.message-bytes-max", "2",
                    "slipway.edge.metadata-bytes-max", "3",
                    "slipway.edge.keep-alive-min", "4s",
                    "slipway.edge.keep-alive", "6s",
                    "slipway.edge.keep-alive-timeout", "7s",
                    "slipway.edge.resets-per-second", "5",
                    "slipway.edge.reflection", "false")))
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
          keep-alive-min | 0s | (default 10s)
          keep-alive | 0s | (default 30s)
          keep-alive-timeout | 0s | (default 20s)
          resets-per-second | 0 | (default 200)
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
