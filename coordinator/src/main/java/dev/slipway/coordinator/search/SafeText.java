package dev.slipway.coordinator.search;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Output of builds as text that is safe to show anywhere: what is not UTF-8 becomes U+FFFD; escape
 * sequences (ECMA-48), control characters but tabs, and marks that turn the direction of writing
 * are taken out.
 */
final class SafeText {
  private SafeText() {}

  /** A line or a part of one. A character that is cut off at its beginning is left out. */
  static String of(byte[] bytes, int length) {
    int from = 0;
    while (from < Math.min(3, length) && (bytes[from] & 0xc0) == 0x80) {
      from++;
    }
    var text = new String(bytes, from, length - from, UTF_8);
    var safe = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      char c = text.charAt(at);
      if (c == 0x1b || c >= 0x80 && c < 0xa0) {
        at = sequenceEnd(text, at);
      } else {
        if (isShown(c)) {
          safe.append(c);
        }
        at++;
      }
    }
    return safe.toString();
  }

  private static boolean isShown(char c) {
    boolean control = c < 0x20 && c != '\t' || c == 0x7f;
    boolean direction = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    return !control && !direction;
  }

  /** Index after the escape sequence that begins here; one without an end takes the rest. */
  private static int sequenceEnd(String text, int at) {
    // ESC and a character of @ to _, or both in one character.
    boolean inOne = text.charAt(at) != 0x1b;
    if (!inOne && at + 1 == text.length()) {
      return at + 1;
    }
    char kind = inOne ? (char) (text.charAt(at) - 0x40) : text.charAt(at + 1);
    int from = inOne ? at + 1 : at + 2;
    return switch (kind) {
      case '[' -> endOf(text, from, 0x40);
      case ']', 'P', 'X', '^', '_' -> stringEnd(text, from);
      // Intermediates, then one last character.
      default -> kind >= 0x20 && kind < 0x30 ? endOf(text, from, 0x30) : from;
    };
  }

  /** After the first character from {@code last} on, or after one that belongs to no sequence. */
  private static int endOf(String text, int from, int last) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= 0x20 && text.charAt(at) < last) {
      at++;
    }
    return Math.min(at + 1, text.length());
  }

  /** After BEL or ESC \. */
  private static int stringEnd(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) == 0x07) {
        return at + 1;
      }
      if (text.charAt(at) == 0x1b) {
        return Math.min(at + 2, text.length());
      }
    }
    return text.length();
  }
}
