package dev.slipway.runner.redact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The forms in which a value may be printed: itself, base64, URL-encoded, and inside a JSON string.
 */
final class Forms {
  /** Shorter than this the middle of a base64 text could be anything. */
  private static final int BASE64_LEAST = 8;

  private static final String UNRESERVED = "-_.~";
  private static final String COMPONENT = UNRESERVED + "!*'()";
  private static final String FORM = "-_.*";

  private Forms() {}

  /** All of them, each once, as bytes in ISO 8859-1: one character a byte. */
  static Set<String> of(String value) {
    var forms = new LinkedHashSet<String>();
    byte[] bytes = value.getBytes(UTF_8);
    forms.add(latin1(bytes));
    base64(bytes, forms);
    for (String safe : new String[] {UNRESERVED, COMPONENT, FORM}) {
      String encoded = urlEncoded(bytes, safe);
      forms.add(encoded);
      forms.add(lowerHex(encoded));
    }
    String form = urlEncoded(bytes, FORM).replace("%20", "+");
    forms.add(form);
    forms.add(lowerHex(form));
    forms.add(latin1(json(value, false).getBytes(UTF_8)));
    String ascii = json(value, true);
    forms.add(ascii);
    forms.add(ascii.replace("/", "\\/"));
    return forms;
  }

  /**
   * Alone, and as the middle of a longer text: what stands before the value moves its bits by 0, 2
   * or 4, and the characters that depend on its neighbours are left out.
   */
  private static void base64(byte[] bytes, Set<String> forms) {
    for (Base64.Encoder encoder :
        new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
      forms.add(encoder.withoutPadding().encodeToString(bytes));
      forms.add(encoder.encodeToString(bytes));
      for (int before = 0; before < 3; before++) {
        byte[] moved = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, moved, before, bytes.length);
        String text = new String(encoder.withoutPadding().encode(moved), US_ASCII);
        int from = before == 0 ? 0 : before + 1;
        int to = moved.length * 8 / 6;
        if (to - from >= BASE64_LEAST) {
          forms.add(text.substring(from, to));
        }
      }
    }
  }

  private static String urlEncoded(byte[] bytes, String safe) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (letter || safe.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  private static String lowerHex(String encoded) {
    StringBuilder lower = new StringBuilder(encoded);
    for (int at = lower.indexOf("%"); at >= 0; at = lower.indexOf("%", at + 1)) {
      lower.setCharAt(at + 1, Character.toLowerCase(lower.charAt(at + 1)));
      lower.setCharAt(at + 2, Character.toLowerCase(lower.charAt(at + 2)));
    }
    return lower.toString();
  }

  private static String json(String value, boolean ascii) {
    return value.chars().mapToObj(c -> escaped((char) c, ascii)).collect(Collectors.joining());
  }

  private static String escaped(char c, boolean ascii) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default ->
          c < 0x20 || ascii && c >= 0x7f
              ? String.format(Locale.ROOT, "\\u%04x", (int) c)
              : String.valueOf(c);
    };
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }
}
