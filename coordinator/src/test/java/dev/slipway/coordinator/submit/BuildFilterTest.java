package dev.slipway.coordinator.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.submit.BuildFilter.Comparator;
import dev.slipway.coordinator.submit.BuildFilter.Time;
import dev.slipway.coordinator.submit.BuildFilter.TimeBound;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildFilterTest {
  @Test
  void anEmptyFilterComparesNothing() {
    assertThat(BuildFilter.parse(""))
        .isEqualTo(
            new BuildFilter(
                null,
                null,
                EnumSet.allOf(StateName.class),
                null,
                null,
                null,
                null,
                Map.of(),
                List.of()));
    assertThat(BuildFilter.parse("").comparesState()).isFalse();
  }

  @Test
  void comparisonsAreJoinedByAnd() {
    assertThat(
            BuildFilter.parse(
                "chat = \"c1\" AND state=failed  AND project = p AND message_id = \"m 1\""
                    + " AND template = website AND created_by = ada AND priority = high"
                    + " AND labels.team/x = red AND labels.k=\"a b\""
                    + " AND create_time >= \"2026-11-01T00:00:00Z\""
                    + " AND end_time<2026-11-02T02:00:00+02:00"))
        .isEqualTo(
            new BuildFilter(
                "c1",
                "p",
                EnumSet.of(StateName.FAILED),
                "m 1",
                "website",
                "ada",
                Priority.HIGH,
                Map.of("team/x", "red", "k", "a b"),
                List.of(
                    new TimeBound(
                        Time.CREATE_TIME, Comparator.SINCE, Instant.parse("2026-11-01T00:00:00Z")),
                    new TimeBound(
                        Time.END_TIME, Comparator.BEFORE, Instant.parse("2026-11-02T00:00:00Z")))));
  }

  @Test
  void namesOfTheProtocolMayHaveTheirPrefix() {
    assertThat(BuildFilter.parse("state = STATE_QUEUED").states())
        .containsExactly(StateName.QUEUED);
    assertThat(BuildFilter.parse("priority = PRIORITY_LOW").priority()).isEqualTo(Priority.LOW);
  }

  @Test
  void statesCanBeLeftOut() {
    assertThat(BuildFilter.parse("state != SUCCEEDED AND state != FAILED").states())
        .isEqualTo(EnumSet.complementOf(EnumSet.of(StateName.SUCCEEDED, StateName.FAILED)));
    assertThat(BuildFilter.parse("state = FAILED AND state != FAILED").states()).isEmpty();
    assertThat(BuildFilter.parse("state = RUNNING").isUnended()).isTrue();
    assertThat(BuildFilter.parse("state != RUNNING").isUnended()).isFalse();
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
        "chat < c",
        "priority != LOW",
        "priority = URGENT",
        "priority = LOW AND priority = HIGH",
        "state > QUEUED",
        "state = QUEUED AND state = FAILED",
        "labels. = v",
        "labels = v",
        "labels.K = v",
        "labels.k != v",
        "labels.k = a AND labels.k = b",
        "create_time = \"2026-11-01T00:00:00Z\"",
        "create_time > yesterday",
        "create_time > 2026-11-01",
        "end_time > \"+99999-01-01T00:00:00Z\"",
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
