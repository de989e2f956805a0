package dev.slipway.runner.redact;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** The same rules, written down as expressions over the whole text. One character is one byte. */
final class Naive {
  private static final String URL_PART = "[^\\x00- \\x7f/?#\"'<>\\\\`@";

  /** Group 1 is what is secret. */
  private static final List<Pattern> SHAPES =
      List.of(
          Pattern.compile("(gh[pousr]_[A-Za-z0-9]{36,})"),
          Pattern.compile("(github_pat_[A-Za-z0-9_]{22,})"),
          Pattern.compile("(npm_[A-Za-z0-9]{36,})"),
          Pattern.compile("((?:AKIA|ASIA)[A-Z0-9]{16,})"),
          Pattern.compile("(xox[abeprs]-[A-Za-z0-9-]{10,})"),
          Pattern.compile("(AIza[A-Za-z0-9_-]{35,})"),
          Pattern.compile("([sr]k_live_[A-Za-z0-9]{16,})"),
          Pattern.compile(
              "(?:secret_access_key|SECRET_ACCESS_KEY|secretAccessKey|SecretAccessKey|secret-access-key)(?:=[\"']?|"
                  + " = |: ?|\": ?\")([A-Za-z0-9/+=]{40,})"),
          Pattern.compile(
              "(?:[Aa]uthorization|AUTHORIZATION)(?:: ?|=|\": ?\"|'?:"
                  + " ['\"]?)(?:[Bb]earer|[Bb]asic|[Tt]oken) ([A-Za-z0-9._~+/=-]+)"),
          Pattern.compile(
              "(eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}[A-Za-z0-9_.-]*)"),
          Pattern.compile("://(" + URL_PART + ":]*:" + URL_PART + "]+)@"),
          Pattern.compile(
              "(?s)(-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH|ENCRYPTED) )?PRIVATE KEY-----.*?"
                  + "(?:-----END (?:(?:RSA|EC|DSA|OPENSSH|ENCRYPTED) )?PRIVATE KEY-----|\\z))"));

  private Naive() {}

  static String redacted(String text, List<String> values) {
    BitSet secret = new BitSet();
    for (String value : values) {
      for (String form : Forms.of(value)) {
        for (int at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
          secret.set(at, at + form.length());
        }
      }
    }
    for (Pattern shape : SHAPES) {
      var matcher = shape.matcher(text);
      for (int at = 0; at < text.length() && matcher.find(at); at = matcher.start() + 1) {
        secret.set(matcher.start(1), matcher.end(1));
      }
    }
    List<String> parts = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      boolean hidden = secret.get(at);
      int end = hidden ? secret.nextClearBit(at) : secret.nextSetBit(at);
      end = end < 0 ? text.length() : end;
      parts.add(hidden ? Redaction.MARK : text.substring(at, end));
      at = end;
    }
    return String.join("", parts);
  }
}
