package dev.slipway.coordinator.rescue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RescueConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new RescueConfig(
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                Duration.ofSeconds(20),
                Duration.ofSeconds(60)));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.rescue.period", "1m",
                    "slipway.rescue.startup-timeout", "2m",
                    "slipway.rescue.overrun", "3m",
                    "slipway.rescue.stop-timeout", "4m",
                    "slipway.rescue.launch-grace", "5m",
                    "slipway.rescue.suspect-after", "6m",
                    "slipway.rescue.fence-margin", "7m")))
        .isEqualTo(
            new RescueConfig(
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                Duration.ofMinutes(4),
                Duration.ofMinutes(5),
                Duration.ofMinutes(6),
                Duration.ofMinutes(7)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          period | 0s | Set 1ms or more (default 1s)
          startup-timeout | 0s | Set 1ms or more (default 60s)
          stop-timeout | 0s | Set 1ms or more (default 15s)
          overrun | -1s | Set 0s or more (default 30s)
          suspect-after | 0s | Set 1ms or more (default 20s)
          fence-margin | 0s | Set 1ms or more (default 60s)
          launch-grace | -1s | Set 0s or more (default 15s)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.rescue." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.rescue." + key)
        .hasStackTraceContaining(says);
  }

  private static RescueConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(RescueConfig.class);
    }
  }
}
