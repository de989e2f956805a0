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
      char c = line.charAt(at);
      if (c == '\u001b') {
        int end = sequenceEnd(line, at);
        if (isColour(line, at, end)) {
          kept.append(line, at, end);
          coloured = true;
        }
        at = end;
      } else {
        if (isShown(c)) {
          kept.append(c);
        }
        at++;
      }
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
   * Index after the escape sequence that begins at {@code at}; an unfinished one takes the rest of
   * the line.
   */
  private static int sequenceEnd(String line, int at) {
    if (at + 1 >= line.length()) {
      return line.length();
    }
    return switch (line.charAt(at + 1)) {
      case '[' -> controlSequenceEnd(line, at + 2);
      case ']', 'P', 'X', '^', '_' -> stringEnd(line, at + 2);
      default -> shortSequenceEnd(line, at + 1);
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
    while (at < line.length() && line.charAt(at) >= 0x20 && line.charAt(at) < 0x30) {
      at++;
    }
    return Math.min(at + 1, line.length());
  }

  private static boolean isColour(String line, int from, int end) {
    return end - from >= 3
        && line.charAt(from + 1) == '['
        && line.charAt(end - 1) == 'm'
        && line.substring(from + 2, end - 1)
            .chars()
            .allMatch(c -> (c >= '0' && c <= '9') || c == ';' || c == ':');
  }
}
