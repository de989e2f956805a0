package dev.slipway.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.v1.Build;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class WordsOfOptionsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

  @Test
  void cpuIsReadInThousandths() {
    assertThat(new CpuAmount().convert("500m")).isEqualTo(500);
    assertThat(new CpuAmount().convert("2")).isEqualTo(2_000);
    assertThat(new CpuAmount().convert("0.5")).isEqualTo(500);
    assertThat(new CpuAmount().convert("1.125")).isEqualTo(1_125);
  }

  @Test
  void memoryIsReadInMebibytes() {
    assertThat(new MemoryAmount().convert("512Mi")).isEqualTo(512);
    assertThat(new MemoryAmount().convert("2Gi")).isEqualTo(2_048);
  }

  @Test
  void sizesAreReadInBytes() {
    assertThat(new ByteAmount().convert("10Gi")).isEqualTo(10L << 30);
    assertThat(new ByteAmount().convert("3Ki")).isEqualTo(3_072);
    assertThat(new ByteAmount().convert("7")).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "1.2345", "2 ", "0.5m", "1e3"})
  void whatIsNoAmountOfCpuIsRefused(String word) {
    assertThatThrownBy(() -> new CpuAmount().convert(word))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + word + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "512", "2G", "1.5Gi", "-1Mi", "Gi"})
  void whatIsNoAmountOfMemoryIsRefused(String word) {
    assertThatThrownBy(() -> new MemoryAmount().convert(word))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + word + "'");
  }

  @Test
  void momentsAreReadFromNowOnWithAZoneAndByTheWallClock() {
    assertThat(moment("15m")).isEqualTo(NOW.plusSeconds(900));
    assertThat(moment("2026-11-26T09:00Z")).isEqualTo(NOW.plusSeconds(3600));
    assertThat(moment("2026-11-26T09:00:00+01:00")).isEqualTo(NOW);
    assertThat(moment("2026-11-26T09:00"))
        .isEqualTo(LocalDateTime.of(2026, 11, 26, 9, 0).atZone(ZoneId.systemDefault()).toInstant());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "2026-11-26", "2026-13-01T00:00Z", "5y"})
  void whatIsNoMomentIsRefused(String word) {
    assertThatThrownBy(() -> moment(word))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + word + "'");
  }

  @Test
  void classesAreReadInAnyCase() {
    assertThat(new PriorityName().convert("Critical")).isEqualTo(Build.Priority.PRIORITY_CRITICAL);
    assertThatThrownBy(() -> new PriorityName().convert("unspecified"))
        .hasMessage("'unspecified' is not a priority; there are LOW, NORMAL, HIGH, CRITICAL");
  }

  private static Instant moment(String word) {
    return new Moment.Word().convert(word).seenFrom(NOW);
  }
}
