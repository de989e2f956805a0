package dev.slipway.runner.spool;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Makes lines for people out of the last bytes of an output. */
final class LastLines {
  private static final int LINES_MAX = 20;

  /**
   * Colours and cursor moves (ECMA-48 CSI and OSC sequences): they would only be noise in a
   * message.
   */
  private static final Pattern CONTROL =
      Pattern.compile(
          "\\x1B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\x07\\x1B]*(?:\\x07|\\x1B\\\\)|[@-Z\\\\^_])"
              + "|[\\p{Cntrl}&&[^\\t\\n\\r]]");

  private LastLines() {}

  /**
   * @param cut whether {@code bytes} begins within a line, which is then left out
   */
  static List<String> of(byte[] bytes, boolean cut) {
    String text = CONTROL.matcher(new String(bytes, StandardCharsets.UTF_8)).replaceAll("");
    List<String> lines =
        text.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()).toList();
    int from = Math.max(cut && lines.size() > 1 ? 1 : 0, lines.size() - LINES_MAX);
    return lines.subList(from, lines.size());
  }
}
