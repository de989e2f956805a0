package dev.slipway.coordinator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.embedded.TestDatabase;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
  private static final Instant NOW = Instant.EPOCH;

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 10", "2, 20", "3, 40", "4, 60", "18, 60"})
  void eachFurtherAttemptWaitsTwiceAsLongUpToALimit(int losses, int seconds) {
    var policy = new RetryPolicy(20, Duration.ofSeconds(5), Duration.ofSeconds(60));

    assertThat(policy.next(NOW, losses, 0.5)).isEqualTo(NOW.plusSeconds(seconds));
  }

  @Test
  void whatFailedTogetherDoesNotComeBackTogether() {
    var policy = new RetryPolicy(3, Duration.ofSeconds(5), Duration.ofSeconds(60));

    assertThat(policy.next(NOW, 0, 0)).isEqualTo(NOW.plusSeconds(4));
    assertThat(policy.next(NOW, 0, 1)).isEqualTo(NOW.plusSeconds(6));
  }

  @Test
  void thereIsNoNextAttemptAfterTheLast() {
    var policy = new RetryPolicy(3, Duration.ofSeconds(5), Duration.ofSeconds(60));

    assertThat(policy.next(NOW, 1, 0.5)).isNotNull();
    assertThat(policy.next(NOW, 2, 0.5)).isNull();
  }

  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(new RetryPolicy(3, Duration.ofSeconds(5), Duration.ofSeconds(60)));
  }

  @Test
  void takesEveryKey() {
    assertThat(
            read(
                Map.of(
                    "slipway.retry.attempts-max", "4",
                    "slipway.retry.backoff", "1s",
                    "slipway.retry.backoff-max", "2s")))
        .isEqualTo(new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(2)));
  }

  @Test
  void aTemplateMayHaveItsOwn() {
    var policies =
        read(
            RetryPolicies.class,
            Map.of(
                "slipway.retry.backoff", "2s",
                "slipway.retry.templates.website.attempts-max", "5"));

    assertThat(policies.differ()).isTrue();
    assertThat(policies.of("website"))
        .isEqualTo(new RetryPolicy(5, Duration.ofSeconds(2), Duration.ofSeconds(60)));
    assertThat(policies.of("snippet"))
        .isEqualTo(new RetryPolicy(3, Duration.ofSeconds(2), Duration.ofSeconds(60)));
    assertThat(read(RetryPolicies.class, Map.of()).differ()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          attempts-max | 0 | Set 1 to 20 (default 3)
          attempts-max | 21 | Set 1 to 20 (default 3)
          backoff | 0s | Set backoff to 1ms or more (default 5s)
          backoff-max | 4s | backoff-max no lower (default 60s)
          """)
  void refusesWhatMakesNoSense(String key, String value, String says) {
    var properties = Map.<String, Object>of("slipway.retry." + key, value);

    assertThatThrownBy(() -> read(properties))
        .hasStackTraceContaining("slipway.retry." + key)
        .hasStackTraceContaining(says);
  }

  private static RetryPolicy read(Map<String, Object> properties) {
    return read(RetryPolicy.class, properties);
  }

  private static <T> T read(Class<T> bean, Map<String, Object> properties) {
    try (var context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(TestDatabase.properties())
            .properties(properties)
            .build()) {
      return context.start().getBean(bean);
    }
  }
}
