package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListConfigTest {
  @Test
  void hasItsDefault() {
    assertThat(read(Map.of())).isEqualTo(new ListConfig(10_000));
  }

  @Test
  void readsEveryKey() {
    assertThat(read(Map.of("slipway.list.looked", "1000"))).isEqualTo(new ListConfig(1_000));
  }

  @Test
  void refusesToLookAtLessThanAPage() {
    assertThatThrownBy(() -> new ListConfig(999))
        .hasMessage("slipway.list.looked is 999. Set 1000 or more (default 10000).");
  }

  private static ListConfig read(Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(ListConfig.class);
    }
  }
}
