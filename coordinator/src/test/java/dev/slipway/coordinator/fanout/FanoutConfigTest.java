package dev.slipway.coordinator.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FanoutConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new FanoutConfig(
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofMinutes(5),
                8 << 10,
                1_024,
                1 << 20,
                64 << 20,
                4,
                Duration.ofMillis(100),
                true));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.fanout.poll", "2s",
                    "slipway.fanout.heartbeat", "3s",
                    "slipway.fanout.slow", "4s",
                    "slipway.fanout.ready-bytes", "5",
                    "slipway.fanout.ring-entries", "6",
                    "slipway.fanout.ring-bytes", "131073",
                    "slipway.fanout.ring-bytes-total", "131074",
                    "slipway.fanout.reads", "7",
                    "slipway.fanout.hint-pause", "11ms",
                    "slipway.fanout.hints", "false")))
        .isEqualTo(
            new FanoutConfig(
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                5,
                6,
                131_073,
                131_074,
                7,
                Duration.ofMillis(11),
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          poll | 0s | (default 1s)
          heartbeat | 0s | (default 15s)
          slow | 0s | (default 5m)
          ready-bytes | 0 | (default 8192)
          ring-entries | 1 | (default 1024)
          ring-bytes | 131071 | (default 1048576)
          ring-bytes-total | 131071 | (default 67108864)
          reads | 0 | (default 4)
          hint-pause | 9ms | (default 100ms)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.fanout." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.fanout." + key)
        .hasStackTraceContaining(says);
  }

  private static FanoutConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(FanoutConfig.class);
    }
  }
}
