package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.build.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildFilterTest {
  @Test
  void anEmptyFilterComparesNothing() {
    assertThat(BuildFilter.parse("")).isEqualTo(new BuildFilter(null, null, null, null, null));
  }

  @Test
  void comparisonsAreJoinedByAnd() {
    assertThat(
            BuildFilter.parse(
                "chat = \"c1\" AND state=failed  AND project = p AND message_id = \"m 1\""
                    + " AND template = website"))
        .isEqualTo(new BuildFilter("c1", "p", "FAILED", "m 1", "website"));
  }

  @Test
  void aStateMayHaveItsPrefix() {
    assertThat(BuildFilter.parse("state = STATE_QUEUED").state()).isEqualTo("QUEUED");
  }

  @Test
  void aQuotedValueMayHoldAnything() {
    assertThat(BuildFilter.parse("chat = \"a \\\"b\\\" \\\\ AND c\"").chat())
        .isEqualTo("a \"b\" \\ AND c");
    assertThat(BuildFilter.parse("chat=\"\"").chat()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chat",
        "chat =",
        "chat = ",
        "= c",
        "chat == c",
        "chat != c",
        "chat = \"c",
        "chat = c\"",
        "chat = c AND",
        "chat = c AND ",
        "AND chat = c",
        "chat = c OR chat = d",
        "chat = c project = p",
        "chat = c and project = p",
        "owner = me",
        "state = BROKEN",
        "state = \"\"",
        "chat = a AND chat = b",
        "chat = \"\0\"",
        "chat = \0",
        "'; DROP TABLE build; --",
      })
  void whatIsNoFilterIsRefused(String filter) {
    assertThatThrownBy(() -> BuildFilter.parse(filter))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("filter: ");
  }

  @Test
  void aRefusalSaysWhereTheFilterCannotBeRead() {
    assertThatThrownBy(() -> BuildFilter.parse("chat = c AND owner = me"))
        .hasMessageContaining("character 14");
  }

  @Test
  void aFilterWithoutEndIsRefused() {
    assertThatThrownBy(() -> BuildFilter.parse("chat = \"" + "x".repeat(1_000_000) + "\""))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> BuildFilter.parse("chat = \"" + "\\a".repeat(1_000_000) + "\""))
        .isInstanceOf(Refusal.class);
  }
}
