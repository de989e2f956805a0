package dev.slipway.coordinator.launch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalConfigTest {
  private static final Map<String, Object> REQUIRED =
      Map.of(
          "slipway.local.attempts-dir", "/a",
          "slipway.local.cache-dir", "/c",
          "slipway.local.runner-jar", "/r.jar");

  @Test
  void hasDefaults() {
    assertThat(read(REQUIRED))
        .isEqualTo(
            new LocalConfig(
                Path.of("/a"),
                Path.of("/c"),
                Path.of("/r.jar"),
                "128m",
                null,
                Duration.ofSeconds(10)));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.local.attempts-dir", "/a",
                    "slipway.local.cache-dir", "/c",
                    "slipway.local.runner-jar", "/r.jar",
                    "slipway.local.runner-heap", "1g",
                    "slipway.local.ready-file", "/ready",
                    "slipway.local.end-grace", "3s")))
        .isEqualTo(
            new LocalConfig(
                Path.of("/a"),
                Path.of("/c"),
                Path.of("/r.jar"),
                "1g",
                Path.of("/ready"),
                Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          runner-heap | lots | Set a size as for -Xmx
          runner-heap | -Xmx1g | Set a size as for -Xmx
          end-grace | -1s | Set 0s or more (default 10s)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = new java.util.HashMap<>(REQUIRED);
    properties.put("slipway.local." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.local." + key)
        .hasStackTraceContaining(says);
  }

  private static LocalConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(LocalConfig.class);
    }
  }
}
