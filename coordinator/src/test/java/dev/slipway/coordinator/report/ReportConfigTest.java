package dev.slipway.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new ReportConfig(
                Duration.ofSeconds(5),
                8 << 20,
                2 << 20,
                20_000,
                512 << 20,
                200,
                64,
                20_000,
                1_000));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.report.kill-grace", "1s",
                    "slipway.report.step-log-head-bytes", "2",
                    "slipway.report.step-log-tail-bytes", "3",
                    "slipway.report.source-entries-max", "4",
                    "slipway.report.source-bytes-max", "5",
                    "slipway.report.source-ratio-max", "6",
                    "slipway.report.source-depth-max", "7",
                    "slipway.report.artifact-entries-max", "8",
                    "slipway.report.events-max", "9")))
        .isEqualTo(new ReportConfig(Duration.ofSeconds(1), 2, 3, 4, 5, 6, 7, 8, 9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kill-grace | -1s | (default 5s)
          step-log-head-bytes | 0 | (default 8388608)
          step-log-tail-bytes | -1 | (default 2097152)
          source-entries-max | 0 | (default 20000)
          source-bytes-max | 0 | (default 536870912)
          source-ratio-max | 0 | (default 200)
          source-depth-max | 0 | (default 64)
          artifact-entries-max | 0 | (default 20000)
          events-max | 0 | (default 1000)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.report." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.report." + key)
        .hasStackTraceContaining(says);
  }

  private static ReportConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(ReportConfig.class);
    }
  }
}
