package dev.slipway.coordinator.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new PeerConfig(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(15)));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.peer.beat-period", "1m",
                    "slipway.peer.silence-max", "2m",
                    "slipway.peer.outage-min", "3m")))
        .isEqualTo(
            new PeerConfig(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          beat-period | 0s | Set 1ms or more (default 5s)
          silence-max | 0s | Set 1ms or more (default 60s)
          outage-min | 9s | Set two beat-periods (PT10S) or more (default 15s)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.peer." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.peer." + key)
        .hasStackTraceContaining(says);
  }

  private static PeerConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(PeerConfig.class);
    }
  }
}
