package dev.slipway.coordinator.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LineScannerTest {
  private static final Instant NOW = Instant.EPOCH;

  @Property(tries = 3_000)
  void findsTheLinesThatHoldTheTextWhereverChunksEnd(
      @ForAll("logs") String log,
      @ForAll("words") String text,
      @ForAll boolean ignoreCase,
      @ForAll long seed) {
    var found = scan(log.getBytes(UTF_8), Query.substring(text, ignoreCase), seed);

    var wanted = new ArrayList<Long>();
    long number = 0;
    for (var line : log.split("\n", -1)) {
      number++;
      if (folded(line, ignoreCase).contains(folded(text, ignoreCase))) {
        wanted.add(number);
      }
    }
    assertThat(found).extracting(Line::number).isEqualTo(wanted);
    for (var line : found) {
      assertThat(folded(log.substring((int) line.offset()), ignoreCase))
          .startsWith(folded(text, ignoreCase));
      assertThat(line.text()).isEqualTo(log.split("\n", -1)[(int) line.number() - 1]);
      assertThat(line.cut()).isFalse();
    }
  }

  @Property(tries = 2_000)
  void findsTheLinesThatHoldAllWords(
      @ForAll("logs") String log,
      @ForAll("words") String one,
      @ForAll("words") String other,
      @ForAll long seed) {
    var found = scan(log.getBytes(UTF_8), Query.words(one + " " + other, false), seed);

    assertThat(found)
        .extracting(Line::text)
        .isEqualTo(
            Arrays.stream(log.split("\n", -1))
                .filter(line -> line.contains(one) && line.contains(other))
                .toList());
  }

  /** Few letters, so that there is much to find and much that nearly is. */
  @Provide
  Arbitrary<String> logs() {
    return Arbitraries.strings().withChars("aAb\n ").ofMaxLength(200);
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withChars("aAb").ofMinLength(1).ofMaxLength(6);
  }

  @Property(tries = 1_000)
  void whatIsNotTextIsSafeToShow(@ForAll byte[] bytes, @ForAll long seed) {
    var log = Arrays.copyOf(bytes, bytes.length + 1);
    log[bytes.length] = 'x';

    for (var line : scan(log, Query.substring("x", false), seed)) {
      assertThat(line.text()).matches("[^\\p{Cc}\\u202a-\\u202e\\u2066-\\u2069]*|.*\\t.*");
      assertThat(line.text().replace("\t", "").chars()).noneMatch(Character::isISOControl);
    }
  }

  @Test
  void ofALongLineAPartAroundTheMatchIsGivenOut() {
    var log = ("a".repeat(10_000) + "needle" + "b".repeat(10_000) + "\nshort needle\n");

    var found = scan(log.getBytes(UTF_8), Query.substring("needle", false), 1);

    assertThat(found).hasSize(2);
    var line = found.getFirst();
    assertThat(line.offset()).isEqualTo(10_000);
    assertThat(line.cut()).isTrue();
    assertThat(line.text()).hasSize(LineScanner.TEXT_BYTES).contains("aneedleb");
    assertThat(found.get(1).text()).isEqualTo("short needle");
    assertThat(found.get(1).number()).isEqualTo(2);
  }

  @Test
  void aMatchOverTheBorderOfPiecesOfAVeryLongLineIsFound() {
    var log = new byte[3 << 20];
    Arrays.fill(log, (byte) '.');
    for (int border : List.of(1 << 20, 2 << 20)) {
      System.arraycopy("needle".getBytes(UTF_8), 0, log, border - 3, 6);
    }

    var found = scan(log, Query.substring("needle", false), 2);

    assertThat(found).extracting(Line::offset).containsExactly((1L << 20) - 3, (2L << 20) - 3);
    assertThat(found).allMatch(Line::cut).allMatch(line -> line.number() == 1);
  }

  @Test
  void anotherScannerGoesOnWhereOneWasLeft() {
    var log = new byte[5 << 20];
    Arrays.fill(log, (byte) '.');
    var random = new Random(7);
    var wanted = new ArrayList<Long>();
    for (int at = 100; at < log.length - 10; at += 200_000 + random.nextInt(300_000)) {
      System.arraycopy("needle".getBytes(UTF_8), 0, log, at, 6);
      wanted.add((long) at);
      if (random.nextBoolean()) {
        log[at + 6] = '\n';
      }
    }
    var query = Query.substring("needle", false);

    var offsets = new ArrayList<Long>();
    var scanner = new LineScanner(query, 0, 1);
    int scanners = 1;
    for (int at = 0, from = 0; at < log.length; ) {
      int end = Math.min(log.length, at + 65_536);
      offsets.addAll(all(scanner, log, at, end));
      at = end;
      if (at - from >= 2 << 20) {
        scanner = new LineScanner(query, scanner.resumeOffset(), scanner.number());
        scanners++;
        at = (int) scanner.offset();
        from = at;
      }
    }
    scanner.last().ifPresent(line -> offsets.add(line.offset()));

    assertThat(scanners).isEqualTo(3);
    assertThat(offsets).isSubsetOf(wanted).doesNotHaveDuplicates().isSorted();
    // Of a line's piece only the first match is told: there is one for each line at least.
    int begin = 0;
    for (var line : new String(log, ISO_8859_1).split("\n", -1)) {
      long from = begin;
      long to = begin + line.length();
      assertThat(offsets.stream().anyMatch(offset -> offset >= from && offset < to))
          .isEqualTo(line.contains("needle"));
      begin = (int) to + 1;
    }
  }

  private static List<Long> all(LineScanner scanner, byte[] log, int from, int to) {
    var offsets = new ArrayList<Long>();
    var bytes = Arrays.copyOfRange(log, from, to);
    while (scanner.offset() < to) {
      scanner.next(bytes, from, NOW).ifPresent(line -> offsets.add(line.offset()));
    }
    return offsets;
  }

  private static List<Line> scan(byte[] log, Query query, long seed) {
    var random = new Random(seed);
    var scanner = new LineScanner(query, 0, 1);
    var found = new ArrayList<Line>();
    for (int at = 0; at < log.length; ) {
      int size = Math.min(log.length - at, 1 + random.nextInt(log.length > 10_000 ? 65_536 : 20));
      var bytes = Arrays.copyOfRange(log, at, at + size);
      while (scanner.offset() < at + size) {
        scanner.next(bytes, at, NOW).ifPresent(found::add);
      }
      at += size;
    }
    scanner.last().ifPresent(found::add);
    return found;
  }

  private static String folded(String text, boolean ignoreCase) {
    assertThat(ISO_8859_1.newEncoder().canEncode(text)).isTrue();
    return ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
  }
}
