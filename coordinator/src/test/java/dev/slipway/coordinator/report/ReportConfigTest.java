package dev.slipway.coordinator.report;

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
                1_000,
                100,
                Duration.ofSeconds(5),
                Duration.ofMinutes(10),
                64 << 20,
                Duration.ofMinutes(5),
                64 << 20));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.ofEntries(
                    entry("slipway.report.kill-grace", "1s"),
                    entry("slipway.report.step-log-head-bytes", "2"),
                    entry("slipway.report.step-log-tail-bytes", "3"),
                    entry("slipway.report.source-entries-max", "4"),
                    entry("slipway.report.source-bytes-max", "5"),
                    entry("slipway.report.source-ratio-max", "6"),
                    entry("slipway.report.source-depth-max", "7"),
                    entry("slipway.report.artifact-entries-max", "8"),
                    entry("slipway.report.events-max", "9"),
                    entry("slipway.report.nacks-max", "10"),
                    entry("slipway.report.beat-interval", "11s"),
                    entry("slipway.report.fence-after", "12m"),
                    entry("slipway.report.log-bytes-per-second", "13"),
                    entry("slipway.report.stall-timeout", "14m"),
                    entry("slipway.report.log-bytes-max", "15"))))
        .isEqualTo(
            new ReportConfig(
                Duration.ofSeconds(1),
                2,
                3,
                4,
                5,
                6,
                7,
                8,
                9,
                10,
                Duration.ofSeconds(11),
                Duration.ofMinutes(12),
                13,
                Duration.ofMinutes(14),
                15));
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
          nacks-max | 0 | (default 100)
          beat-interval | 0s | (default 5s)
          fence-after | 19s | Set four beat-intervals (PT20S) or more (default 10m)
          log-bytes-per-second | 0 | (default 67108864)
          stall-timeout | 0s | (default 5m)
          log-bytes-max | 0 | (default 67108864)
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
