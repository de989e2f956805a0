package dev.slipway.coordinator.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of())).isEqualTo(new VerifyConfig(Duration.ofSeconds(60), 64));
  }

  @Test
  void takesEveryKey() {
    Map<String, Object> values =
        Map.of("slipway.verify.rule-timeout", "5s", "slipway.verify.work-memory-mib", 7);

    assertThat(read(values)).isEqualTo(new VerifyConfig(Duration.ofSeconds(5), 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rule-timeout    | 999ms | Set 1s or more (default 60s)
          work-memory-mib | 0     | Set 1 to 1024 (default 64)
          work-memory-mib | 1025  | Set 1 to 1024 (default 64)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.verify." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.verify." + key)
        .hasStackTraceContaining(says);
  }

  private static VerifyConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(VerifyConfig.class);
    }
  }
}
