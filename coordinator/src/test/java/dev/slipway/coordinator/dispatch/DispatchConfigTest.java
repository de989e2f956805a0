package dev.slipway.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatchConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(new DispatchConfig(2, Duration.ofSeconds(1), 256, 1, Duration.ofMinutes(1)));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.dispatch.max-builds", "7",
                    "slipway.dispatch.period", "3s",
                    "slipway.dispatch.batch-max", "5",
                    "slipway.dispatch.dispatchers", "6",
                    "slipway.dispatch.reserve-after", "8s")))
        .isEqualTo(new DispatchConfig(7, Duration.ofSeconds(3), 5, 6, Duration.ofSeconds(8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max-builds | 0 | no build would ever start
          period | 0s | Set 1ms or more (default 1s)
          batch-max | 0 | Set 1 to 10000 (default 256)
          batch-max | 10001 | Set 1 to 10000 (default 256)
          dispatchers | 0 | Set 1 to 64 (default 1)
          dispatchers | 65 | Set 1 to 64 (default 1)
          reserve-after | -1s | Set 0s or more (default 60s)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.dispatch." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.dispatch." + key)
        .hasStackTraceContaining(says);
  }

  private static DispatchConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(DispatchConfig.class);
    }
  }
}
