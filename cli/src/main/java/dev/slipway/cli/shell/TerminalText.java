package dev.slipway.cli.shell;

/**
 * Makes text of unknown origin safe to show on a terminal. Builds print what they like: sequences
 * that move the cursor, set the window's title or answer in the user's name must not get through;
 * colours (SGR) may.
 *
 * <p>Sequences: ECMA-48
 * (https://ecma-international.org/publications-and-standards/standards/ecma-48/).
 */
public final class TerminalText {
  private static final String RESET = "\u001b[0m";

  private TerminalText() {}

  /**
   * One line without its end: tabs, printable characters and colours stay; a colour left on is
   * ended.
   */
  public static String clean(String line) {
    StringBuilder kept = new StringBuilder(line.length());
    boolean coloured = false;
    int at = 0;
    while (at < line.length()) {
      int end = sequenceEnd(line, at);
      if (end == at) {
        if (isShown(line.charAt(at))) {
          kept.append(line.charAt(at));
        }
        end = at + 1;
      } else if (isColour(line, at, end)) {
        kept.append(line, at, end);
        coloured = !line.substring(at, end).matches("\u001b\\[0*m");
      }
      at = end;
    }
    return coloured ? kept.append(RESET).toString() : kept.toString();
  }

  // C0 and C1 controls, and the marks that turn the direction of writing and so can hide what a
  // line says.
  private static boolean isShown(char c) {
    boolean control = (c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0);
    boolean direction = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    return !control && !direction;
  }

  /**
   * Index after the escape sequence that begins at {@code at}, {@code at} itself when none does; an
   * unfinished one takes the rest of the line.
   */
  private static int sequenceEnd(String line, int at) {
    char c = line.charAt(at);
    if (c >= '\u0080' && c < '\u00a0') {
      return sequenceEnd(line, (char) (c - 0x40), at + 1); // ESC and the next character in one.
    }
    if (c != '\u001b') {
      return at;
    }
    return at + 1 < line.length() ? sequenceEnd(line, line.charAt(at + 1), at + 2) : line.length();
  }

  private static int sequenceEnd(String line, char kind, int from) {
    return switch (kind) {
      case '[' -> controlSequenceEnd(line, from);
      case ']', 'P', 'X', '^', '_' -> stringEnd(line, from);
      default -> isIntermediate(kind) ? shortSequenceEnd(line, from) : from;
    };
  }

  /** CSI: parameters and intermediates, then one final character of {@code @ to ~}. */
  private static int controlSequenceEnd(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) >= 0x20 && line.charAt(at) < 0x40) {
      at++;
    }
    return Math.min(at + 1, line.length());
  }

  /** OSC, DCS and the like: up to BEL or ESC \. */
  private static int stringEnd(String line, int from) {
    for (int at = from; at < line.length(); at++) {
      if (line.charAt(at) == '\u0007') {
        return at + 1;
      }
      if (line.charAt(at) == '\u001b') {
        return Math.min(at + 2, line.length());
      }
    }
    return line.length();
  }

  private static int shortSequenceEnd(String line, int from) {
    int at = from;
    while (at < line.length() && isIntermediate(line.charAt(at))) {
      at++;
    }
    return Math.min(at + 1, line.length());
  }

  private static boolean isIntermediate(char c) {
    return c >= 0x20 && c < 0x30;
  }

  private static boolean isColour(String line, int from, int end) {
    return end - from >= 3
        && line.charAt(from) == '\u001b'
        && line.charAt(from + 1) == '['
        && line.charAt(end - 1) == 'm'
        && line.substring(from + 2, end - 1)
            .chars()
            .allMatch(c -> (c >= '0' && c <= '9') || c == ';' || c == ':');
  }
}
