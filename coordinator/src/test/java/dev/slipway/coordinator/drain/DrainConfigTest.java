package dev.slipway.coordinator.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(new DrainConfig(Duration.ofSeconds(3), Duration.ofSeconds(10)));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.drain.within", "1m",
                    "slipway.drain.at-most", "2m")))
        .isEqualTo(new DrainConfig(Duration.ofMinutes(1), Duration.ofMinutes(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          within | -1s | Set 0s or more (default 3s)
          at-most | 2s | Set slipway.drain.within (PT3S) or more (default 10s)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.drain." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.drain." + key)
        .hasStackTraceContaining(says);
  }

  private static DrainConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(DrainConfig.class);
    }
  }
}
