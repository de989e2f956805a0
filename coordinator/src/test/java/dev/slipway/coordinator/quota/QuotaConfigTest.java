package dev.slipway.coordinator.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(new QuotaConfig(1_000, Duration.ofSeconds(1), Duration.ofSeconds(10), 10_000));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.quota.counted-below", "7",
                    "slipway.quota.learnt-age", "2s",
                    "slipway.quota.storage-age", "3s",
                    "slipway.quota.learnt-max", "4")))
        .isEqualTo(new QuotaConfig(7, Duration.ofSeconds(2), Duration.ofSeconds(3), 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          counted-below | -1 | Set 0 or more (default 1000)
          learnt-age    | 0s | Set 1 or more (default 1s)
          storage-age   | 0s | Set 1 or more (default 10s)
          learnt-max    | 0  | Set 1 or more (default 10000)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.quota." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.quota." + key)
        .hasStackTraceContaining(says);
  }

  private static QuotaConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(QuotaConfig.class);
    }
  }
}
