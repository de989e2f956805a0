package dev.slipway.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state of the model, and what each protection is there for. README.md explains both. */
class ModelTest {

  @ParameterizedTest
  @ValueSource(strings = {"chat", "limit"})
  void everyStateIsRight(String configuration) throws Exception {
    assertEveryStateIsRight(configuration);
  }

  @Tag("large")
  @ParameterizedTest
  @ValueSource(strings = {"all", "live"})
  void everyStateOfTheLargeConfigurationsIsRight(String configuration) throws Exception {
    assertEveryStateIsRight(configuration);
  }

  @ParameterizedTest
  @CsvSource({
    "chat, FENCE, ResultCurrent",
    "chat, CLAIM, OneExecuting",
    "chat, CHATLOCK, ChatOneActive",
    "chat, SELFFENCE, OneExecuting",
    "chat, STOPPING, OneExecuting",
    "limit, QUOTASUM, WithinLimit",
    "limit, QUOTALOCK, WithinLimit",
  })
  void withoutAProtectionAWrongStateIsFound(
      String configuration, String protection, String invariant) throws Exception {
    var tlc = Tlc.checkWithout(configuration, protection);

    assertThat(tlc.holds()).isFalse();
    assertThat(tlc.breaks(invariant)).as(tlc.output()).isTrue();
  }

  private static void assertEveryStateIsRight(String configuration) throws Exception {
    var tlc = Tlc.check(configuration);

    assertThat(tlc.holds()).as(tlc.output()).isTrue();
    System.out.println(
        "model " + configuration + ": " + tlc.distinctStates() + " states, all right");
  }
}
