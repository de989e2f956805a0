package dev.slipway.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.log.LogConfig;
import dev.slipway.coordinator.retain.RetainConfig;
import dev.slipway.coordinator.search.SearchConfig;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every key of the rooms that store, search and keep logs: its default, another, what it refuses.
 */
class LogConfigTest {
  @Test
  void hasDefaults() {
    try (var context = context(Map.of())) {
      assertThat(context.getBean(LogConfig.class)).isEqualTo(new LogConfig(2, 128, 33_554_432));
      assertThat(context.getBean(SearchConfig.class))
          .isEqualTo(new SearchConfig(33_554_432, 10_000, 4));
      assertThat(context.getBean(RetainConfig.class))
          .isEqualTo(
              new RetainConfig(
                  Duration.ofHours(6), 2, 2, Duration.ofDays(30), 8, Duration.ofSeconds(2)));
    }
  }

  @Test
  void takesEveryKey() {
    Map<String, Object> values = new HashMap<>();
    values.put("slipway.log.writers", 3);
    values.put("slipway.log.batch-max", 4);
    values.put("slipway.log.waiting-bytes-max", 70_000);
    values.put("slipway.search.scanned-bytes-max", 5_000_000);
    values.put("slipway.search.builds-max", 101);
    values.put("slipway.search.at-once", 2);
    values.put("slipway.retain.period", "1h");
    values.put("slipway.retain.months-ahead", 3);
    values.put("slipway.retain.log-days-ahead", 4);
    values.put("slipway.retain.logs-for", "7d");
    values.put("slipway.retain.log-days-max", 1);
    values.put("slipway.retain.lock-wait", "50ms");

    try (var context = context(values)) {
      assertThat(context.getBean(LogConfig.class)).isEqualTo(new LogConfig(3, 4, 70_000));
      assertThat(context.getBean(SearchConfig.class))
          .isEqualTo(new SearchConfig(5_000_000, 101, 2));
      assertThat(context.getBean(RetainConfig.class))
          .isEqualTo(
              new RetainConfig(
                  Duration.ofHours(1), 3, 4, Duration.ofDays(7), 1, Duration.ofMillis(50)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "slipway.log.writers, 0, Set 1 or more (default 2)",
    "slipway.log.batch-max, 0, Set 1 or more (default 128)",
    "slipway.log.waiting-bytes-max, 65535, Set 65536 or more (default 33554432)",
    "slipway.search.scanned-bytes-max, 4194303, Set 4194304 or more (default 33554432)",
    "slipway.search.builds-max, 99, Set 100 or more (default 10000)",
    "slipway.search.at-once, 0, Set 1 or more (default 4)",
    "slipway.retain.period, 0ms, Set 1ms or more (default 6h)",
    "slipway.retain.months-ahead, 0, Set 1 to 120 (default 2)",
    "slipway.retain.log-days-ahead, 61, Set 1 to 60 (default 2)",
    "slipway.retain.logs-for, 23h, Set 1d or more (default 30d)",
    "slipway.retain.log-days-max, 0, Set 1 or more (default 8)",
    "slipway.retain.lock-wait, 0ms, Set 1ms or more (default 2s)"
  })
  void refusesWhatMakesNoSense(String key, String value, String message) {
    assertThatThrownBy(
            () -> {
              try (var context = context(Map.of(key, value))) {
                context.getBean(LogConfig.class);
                context.getBean(SearchConfig.class);
                context.getBean(RetainConfig.class);
              }
            })
        .hasStackTraceContaining(key)
        .hasStackTraceContaining(message);
  }

  private static ApplicationContext context(Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(TestDatabase.properties());
    // A context that does not start leaves its connections behind.
    all.put("datasources.default.maximum-pool-size", 3);
    all.putAll(values);
    return ApplicationContext.builder().banner(false).properties(all).start();
  }
}
