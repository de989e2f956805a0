package dev.slipway.coordinator.queue.pause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PauseConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of())).isEqualTo(new PauseConfig(1_000));
  }

  @Test
  void takesEveryKey() {
    Map<String, Object> values = Map.of("slipway.pauses.most", 7);

    assertThat(read(values)).isEqualTo(new PauseConfig(7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          most | 0 | Set 1 or more (default 1000)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.pauses." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.pauses." + key)
        .hasStackTraceContaining(says);
  }

  private static PauseConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(PauseConfig.class);
    }
  }
}
