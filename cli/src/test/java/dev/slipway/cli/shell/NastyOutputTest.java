package dev.slipway.cli.shell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a build prints, the terminal is shown text and colours. Samples that hurt are kept. */
class NastyOutputTest {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;:]*m");
  private static final byte[] HEEDED =
      "\u001b\u001b[]m;03P\\\u0007\n\r\u00c2\u009b\u009d\u00e2\u0080\u00ae".getBytes(ISO_8859_1);
  private static final int LINE_CHARACTERS_MAX = 16 * 1024 + 4 + "\u001b[0m".length();

  static Stream<Path> samples() throws Exception {
    var folder =
        Path.of(Objects.requireNonNull(NastyOutputTest.class.getResource("nasty")).toURI());
    return Files.list(folder).sorted();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSampleIsShownSafelyHoweverItIsCut(Path sample) throws IOException {
    byte[] bytes = Files.readAllBytes(sample);

    var whole = shown(bytes, bytes.length + 1, 1);

    assertSafe(whole);
    for (int size : new int[] {1, 2, 3, 7, 4096}) {
      assertThat(shown(bytes, size, size)).as("in pieces of up to " + size).isEqualTo(whole);
    }
  }

  @Property(tries = 5_000)
  void anyOutputIsShownSafelyHoweverItIsCut(@ForAll("output") byte[] bytes, @ForAll long seed) {
    var whole = shown(bytes, bytes.length + 1, 1);

    assertSafe(whole);
    assertThat(shown(bytes, 8, seed)).isEqualTo(whole);
  }

  /** Random bytes, and among them more of those that terminals heed. */
  @Provide
  Arbitrary<byte[]> output() {
    Arbitrary<Byte> heeded =
        Arbitraries.integers().between(0, HEEDED.length - 1).map(i -> HEEDED[i]);
    return Arbitraries.oneOf(heeded, Arbitraries.bytes()).array(byte[].class).ofMaxSize(300);
  }

  @Test
  void charactersOfALongLineAreNotCut() {
    var text = "äöü€🎉".repeat(8_000);

    var lines = shown(text.getBytes(UTF_8), 1000, 3);

    assertThat(lines).hasSizeGreaterThan(5);
    assertThat(String.join("", lines)).isEqualTo(text);
  }

  private static void assertSafe(List<String> lines) {
    for (String line : lines) {
      assertThat(line.length()).isLessThanOrEqualTo(LINE_CHARACTERS_MAX);
      String text = COLOUR.matcher(line).replaceAll("");
      assertThat(text.chars())
          .noneMatch(c -> c != '\t' && Character.isISOControl(c))
          .noneMatch(c -> c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069);
      if (!text.equals(line)) {
        assertThat(line.substring(line.lastIndexOf('\u001b')))
            .as("no colour is left on")
            .matches("(?s)\u001b\\[0*m.*");
      }
    }
  }

  private static List<String> shown(byte[] bytes, int most, long seed) {
    var random = new Random(seed);
    List<String> lines = new ArrayList<>();
    TerminalLog log = new TerminalLog(lines::add);
    for (int at = 0; at < bytes.length; ) {
      int size = Math.min(bytes.length - at, most == 1 ? 1 : 1 + random.nextInt(most));
      log.add(ByteString.copyFrom(bytes, at, size));
      at += size;
    }
    log.finish();
    return lines;
  }
}
