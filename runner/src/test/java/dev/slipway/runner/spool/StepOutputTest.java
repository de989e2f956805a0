package dev.slipway.runner.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.redact.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepOutputTest {
  private static final Redaction NO_VALUES = Redaction.of(List.of());

  @TempDir Path temp;

  private Spool spool;

  @BeforeEach
  void open() throws IOException {
    spool = new Spool(temp.resolve("log"));
  }

  @Test
  void outputWithinTheHeadIsKeptAsItIs() throws Exception {
    StepOutput output = new StepOutput(spool, NO_VALUES, 100, 10);

    print(output, "all of it\n");

    assertThat(output.finish()).isZero();
    assertThat(log()).isEqualTo("all of it\n");
  }

  @Test
  void outputThatFitsHeadAndTailIsWholeAndHasNoMarker() throws Exception {
    StepOutput output = new StepOutput(spool, NO_VALUES, 5, 10);

    print(output, "01234");
    print(output, "56789abcde");

    assertThat(log()).as("before the end").isEqualTo("01234");
    assertThat(output.finish()).isZero();
    assertThat(log()).isEqualTo("0123456789abcde");
  }

  @Test
  void whatIsBetweenHeadAndTailIsCounted() throws Exception {
    StepOutput output = new StepOutput(spool, NO_VALUES, 4, 3);

    print(output, "head-and");
    print(output, "-much-more-tail");
    print(output, "!");

    assertThat(output.finish()).isEqualTo(17);
    assertThat(log()).isEqualTo("head\n[slipway: 17 bytes of output left out]\nil!");
  }

  @Test
  void headAndTailMayBeNothing() throws Exception {
    StepOutput output = new StepOutput(spool, NO_VALUES, 0, 0);

    print(output, "12345");

    assertThat(output.finish()).isEqualTo(5);
    assertThat(log()).isEqualTo("\n[slipway: 5 bytes of output left out]\n");
  }

  @Test
  void headsOfStepsTogetherEndWhereTheirRoomEnds() throws Exception {
    HeadRoom room = new HeadRoom(6);
    StepOutput first = new StepOutput(spool, NO_VALUES, room, 4, 2);
    StepOutput second = new StepOutput(spool, NO_VALUES, room, 4, 2);

    print(first, "abcdef");
    print(second, "ghij");
    print(second, "k");

    assertThat(first.finish()).isZero();
    assertThat(second.finish()).isEqualTo(1);
    assertThat(second.headBytes()).isEqualTo(2);
    assertThat(log()).isEqualTo("abcdghef\n[slipway: 1 bytes of output left out]\njk");
  }

  @Test
  void tailIsRightAtEverySizeOfPiece() throws Exception {
    String text = "abcdefghijklmnopqrstuvwxyz".repeat(1000);
    for (int piece = 1; piece < 9000; piece = piece * 3 + 1) {
      Spool own = new Spool(temp.resolve("log" + piece));
      StepOutput output = new StepOutput(own, NO_VALUES, 10, 7000);

      for (int at = 0; at < text.length(); at += piece) {
        print(output, text.substring(at, Math.min(text.length(), at + piece)));
      }

      assertThat(output.finish()).isEqualTo(text.length() - 7010);
      String log = new String(own.read(0, 1 << 20), StandardCharsets.UTF_8);
      assertThat(log).endsWith("\n" + text.substring(text.length() - 7000));
    }
  }

  @Test
  void lastLinesAreTwentyAtMostWithoutColoursAndBrokenLetters() {
    StepOutput output = new StepOutput(spool, NO_VALUES, 1000, 1000);

    for (int i = 0; i < 30; i++) {
      print(output, "line " + i + "\n");
    }
    print(output, "\u001b[31mred\u001b[0m\r\n\n");
    byte[] broken = {'x', (byte) 0xc3, '\n'};
    output.write(broken, broken.length);

    assertThat(output.lastLines()).hasSize(20).startsWith("line 12").endsWith("red", "x\ufffd");
  }

  @Test
  void lastLinesHoldAtMostFourKibibytesAndBeginWithAWholeLine() {
    StepOutput output = new StepOutput(spool, NO_VALUES, 1000, 1000);

    print(output, ("x".repeat(999) + "\n").repeat(10));

    assertThat(output.lastLines()).hasSize(4).allMatch(line -> line.length() == 999);
  }

  @Test
  void secretsAreTakenOutWhereverTheyAreCut() throws Exception {
    StepOutput output = new StepOutput(spool, Redaction.of(List.of("correct horse")), 30, 100);

    print(output, "key correct");
    assertThat(log()).as("before it is known").isEqualTo("key ");
    print(output, " horse, and correct battery\n");

    assertThat(output.lastLines()).containsExactly("key [redacted], and correct battery");
    output.finish();
    assertThat(log()).isEqualTo("key [redacted], and correct battery\n");
  }

  @Test
  void whatIsHeldBackIsInTheLastLines() {
    StepOutput output = new StepOutput(spool, Redaction.of(List.of("correct horse")), 100, 100);

    print(output, "it ends with correct");

    assertThat(output.lastLines()).containsExactly("it ends with correct");
  }

  private String log() throws IOException {
    return new String(spool.read(0, 1 << 20), StandardCharsets.UTF_8);
  }

  private static void print(StepOutput output, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    output.write(bytes, bytes.length);
  }
}
