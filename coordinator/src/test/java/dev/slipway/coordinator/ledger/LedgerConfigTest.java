package dev.slipway.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerConfigTest {
  @Test
  void hasDefaults() {
    assertThat(read(Map.of())).isEqualTo(new LedgerConfig(2, 256, 20_000));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.ledger.report-writers", "3",
                    "slipway.ledger.report-batch-max", "4",
                    "slipway.ledger.report-queue-max", "5")))
        .isEqualTo(new LedgerConfig(3, 4, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"report-writers", "report-batch-max", "report-queue-max"})
  void refusesWhatMakesNoSense(String key) {
    var properties = Map.<String, Object>of("slipway.ledger." + key, "0");

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.ledger." + key)
        .hasStackTraceContaining("Set each to 1 or more (default 2, 256, 20000)");
  }

  private static LedgerConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(LedgerConfig.class);
    }
  }
}
