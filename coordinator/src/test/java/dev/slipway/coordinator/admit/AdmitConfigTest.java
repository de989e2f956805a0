package dev.slipway.coordinator.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmitConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of())).isEqualTo(new AdmitConfig(10_000, 1, 512, 20_000));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.admit.queued-max", "7",
                    "slipway.admit.writers", "2",
                    "slipway.admit.batch-max", "3",
                    "slipway.admit.waiting-max", "4")))
        .isEqualTo(new AdmitConfig(7, 2, 3, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          queued-max | 0 | Set 1 or more (default 10000)
          writers | 0 | Set each to 1 or more (default 1, 512, 20000)
          batch-max | 0 | Set each to 1 or more (default 1, 512, 20000)
          waiting-max | 0 | Set each to 1 or more (default 1, 512, 20000)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.admit." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.admit." + key)
        .hasStackTraceContaining(says);
  }

  private static AdmitConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(AdmitConfig.class);
    }
  }
}
