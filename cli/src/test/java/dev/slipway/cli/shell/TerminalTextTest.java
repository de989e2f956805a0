package dev.slipway.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2J", // clears the screen
        "\u001b[1A\u001b[2K", // writes over the line above
        "\u001b]0;title\u0007", // sets the window's title
        "\u001b]8;;http://evil/\u001b\\", // a link that looks like text
        "\u001bP$q\"p\u001b\\", // asks the terminal to answer
        "\u001b(0", // another alphabet
        "\u001bc", // resets the terminal
        "\u009b2J", // the same, in one character
        "\u0007\b\f",
        "\u202e", // writes backwards
        "\u001b[",
        "\u001b",
      })
  void whatIsNotTextOrColourIsTakenOut(String sequence) {
    assertThat(TerminalText.clean("a" + sequence)).isEqualTo("a");
  }

  @Test
  void textAfterASequenceStays() {
    assertThat(TerminalText.clean("a\u001b[2Jb\u001b]0;t\u0007c\u001b(0d")).isEqualTo("abcd");
  }

  @Test
  void coloursStayAndAreEnded() {
    assertThat(TerminalText.clean("\u001b[1;31mred")).isEqualTo("\u001b[1;31mred\u001b[0m");
    assertThat(TerminalText.clean("tab\tπ 🎉")).isEqualTo("tab\tπ 🎉");
  }

  @Test
  void linesAreCutAtTheirEndsWhereverChunksEnd() {
    List<String> lines = new ArrayList<>();
    TerminalLog log = new TerminalLog(lines::add);
    byte[] bytes = "één\r\n10%\r20%\r\nlast".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    for (byte b : bytes) {
      log.add(ByteString.copyFrom(new byte[] {b}));
    }
    log.finish();

    assertThat(lines).containsExactly("één", "10%", "20%", "last");
  }
}
