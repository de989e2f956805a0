package dev.slipway.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void roughSpansHaveTwoUnitsAtMostAndNoZeros() {
    assertThat(Words.roughly(Duration.ofMillis(400))).isEqualTo("0 s");
    assertThat(Words.roughly(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Words.roughly(Duration.ofSeconds(80))).isEqualTo("1 min 20 s");
    assertThat(Words.roughly(Duration.ofMinutes(2))).isEqualTo("2 min");
    assertThat(Words.roughly(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    assertThat(Words.roughly(Duration.ofHours(76))).isEqualTo("3 d 4 h");
  }

  @Test
  void momentsAreSeenFromAnother() {
    assertThat(Words.seenFrom(Timestamps.fromSeconds(100), Timestamps.fromMillis(140_400)))
        .isEqualTo("in 40 s");
    assertThat(Words.seenFrom(Timestamps.fromSeconds(100), Timestamps.fromMillis(100_400)))
        .isEqualTo("now");
    assertThat(Words.seenFrom(Timestamps.fromSeconds(280), Timestamps.fromSeconds(100)))
        .isEqualTo("3 min ago");
  }

  @Test
  void placesEndAsTheyAreSpoken() {
    assertThat(java.util.stream.IntStream.of(1, 2, 3, 4, 11, 12, 13, 21, 102, 111).boxed())
        .extracting(Words::ordinal)
        .containsExactly(
            "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th");
  }

  @Test
  void amountsKeepTheirDigits() {
    assertThat(Words.cpu(2_000)).isEqualTo("2 CPU");
    assertThat(Words.cpu(500)).isEqualTo("0.5 CPU");
    assertThat(Words.size(10L << 30)).isEqualTo("10 GiB");
    assertThat(Words.size(1536L << 20)).isEqualTo("1.5 GiB");
  }
}
