package dev.slipway.runner.redact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RedactorTest {
  private static final String LETTERS = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3iJ6lM9o";

  @Test
  void aRegisteredValueIsNotSeenInAnyOfItsForms() {
    String value = "p\"ss wörd/+?\\\n%";
    Redaction redaction = Redaction.of(List.of(value));

    for (String form :
        List.of(
            value,
            Base64.getEncoder().encodeToString(value.getBytes(UTF_8)),
            Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(UTF_8)),
            URLEncoder.encode(value, UTF_8),
            "p%22ss%20w%c3%b6rd%2f%2b%3f%5c%0a%25",
            "p%22ss%20w%C3%B6rd%2F%2B%3F%5C%0A%25",
            "p\\\"ss wörd/+?\\\\\\n%",
            "p\\\"ss w\\u00f6rd/+?\\\\\\n%",
            "p\\\"ss w\\u00f6rd\\/+?\\\\\\n%")) {
      assertThat(redaction.text("<" + form + ">")).as(form).isEqualTo("<[redacted]>");
    }
  }

  /** As in HTTP's Basic credentials: what stands around it moves its bits. */
  @Test
  void aRegisteredValueIsNotSeenInsideOfALongerBase64Text() {
    String value = "correct horse battery";
    Redaction redaction = Redaction.of(List.of(value));

    for (String before : List.of("", "a", "ab", "abc", "user:")) {
      for (String after : List.of("", "z", "zy", "zyx")) {
        String encoded =
            Base64.getEncoder().encodeToString((before + value + after).getBytes(UTF_8));
        String seen = redaction.text(encoded);

        assertThat(seen).contains("[redacted]");
        // At most two characters at each side tell anything of the value.
        String rest = seen.replace("[redacted]", "");
        assertThat(rest.length()).isLessThanOrEqualTo((before + after).length() * 2 + 8);
      }
    }
  }

  @Test
  void valuesThatOverlapAreHiddenAsOne() {
    Redaction redaction = Redaction.of(List.of("abcd", "cdef", "abcdefgh"));

    assertThat(redaction.text("-abcdef-")).isEqualTo("-[redacted]-");
    assertThat(redaction.text("-abcdefgh-")).isEqualTo("-[redacted]-");
    assertThat(redaction.text("-abcdabcd-")).isEqualTo("-[redacted]-");
    assertThat(redaction.text("-abcabcd-")).isEqualTo("-abc[redacted]-");
    assertThat(redaction.text("-abcd-abcd-")).isEqualTo("-[redacted]-[redacted]-");
  }

  @Test
  void shortAndVeryLongValuesAreIgnoredAndCounted() {
    Redaction redaction =
        Redaction.of(List.of("abc", "abcd", "äöü", "äöüß", "x".repeat(4097), "abcd"));

    assertThat(redaction.ignored()).isEqualTo(3);
    assertThat(redaction.text("abc äöü abcd äöüß")).isEqualTo("abc äöü [redacted] [redacted]");
    assertThat(Redaction.of(values(5)).ignored()).as("over 16 KiB in all").isEqualTo(1);
  }

  private static List<String> values(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(i -> i + "y".repeat(4095)).toList();
  }

  static Stream<Arguments> tokens() {
    String jwt = "eyJ" + LETTERS + ".eyJ" + LETTERS + "." + LETTERS;
    String pem =
        "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIE\nabc+/=\n-----END " + "RSA PRIVATE KEY-----";
    return Stream.of(
        token("gh" + "p_" + LETTERS.substring(0, 36)),
        token("gh" + "o_" + LETTERS.substring(0, 36)),
        token("gh" + "s_" + LETTERS),
        token("github" + "_pat_" + "11ABCDEFG0" + LETTERS + "_" + LETTERS),
        token("npm" + "_" + LETTERS.substring(0, 36)),
        token("AK" + "IAIOSFODNN7EXAMPLE"),
        token("AS" + "IAIOSFODNN7EXAMPLE"),
        token("xox" + "b-123456789012-" + LETTERS),
        token("AI" + "za" + LETTERS.substring(0, 33) + "_-"),
        token("sk" + "_live_" + LETTERS.substring(0, 24)),
        token("rk" + "_live_" + LETTERS.substring(0, 24)),
        token(jwt),
        token(pem),
        token(pem.replace("\n", "\\n")),
        arguments("Authorization: Bearer " + LETTERS, "Authorization: Bearer [redacted]"),
        arguments("authorization: basic dXNlcjpwYXNz", "authorization: basic [redacted]"),
        arguments(
            "{\"Authorization\":\"Bearer " + LETTERS + "\"}",
            "{\"Authorization\":\"Bearer [redacted]\"}"),
        arguments(
            "AWS_SECRET_ACCESS_KEY=" + LETTERS.substring(0, 38) + "/+",
            "AWS_SECRET_ACCESS_KEY=[redacted]"),
        arguments(
            "\"SecretAccessKey\": \"" + LETTERS.substring(0, 40) + "\"",
            "\"SecretAccessKey\": \"[redacted]\""),
        arguments("https://ada:s3cr:et@example.com/a", "https://[redacted]@example.com/a"),
        arguments("redis://:s3cret@cache:6379", "redis://[redacted]@cache:6379"));
  }

  private static Arguments token(String token) {
    return arguments(token, "[redacted]");
  }

  private static Arguments arguments(String text, String wanted) {
    return Arguments.of(text, wanted);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void whatLooksLikeASecretIsHidden(String text, String wanted) {
    Redaction redaction = Redaction.of(List.of());

    assertThat(redaction.text("before " + text + " after"))
        .isEqualTo("before " + wanted + " after");
    assertThat(redaction.text("\u001b[33m" + text + "\u001b[0m"))
        .isEqualTo("\u001b[33m" + wanted + "\u001b[0m");
    assertThat(redaction.text(text)).as("at the end").isEqualTo(wanted);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void itIsHiddenWhereverItIsCut(String text, String wanted) {
    Redaction redaction = Redaction.of(List.of());
    String whole = "a " + text + " z";

    for (int cut = 0; cut <= whole.length(); cut++) {
      assertThat(pieces(redaction, whole.substring(0, cut), whole.substring(cut)))
          .isEqualTo("a " + wanted + " z");
    }
    assertThat(pieces(redaction, whole.split(""))).isEqualTo("a " + wanted + " z");
  }

  @Test
  void whatIsNoSecretStays() {
    String text =
        """
        ghp_short npm_run AKIA-1 eyJ.eyJ.x sk_live_ xoxb- http://localhost:5173/ http://a.b/c:d@e
        https://git@github.com/a.git ssh://git@host:22/x Authorization: none bearer of news
        data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpb
        -----BEGIN CERTIFICATE-----
        secret_access_key is missing; SECRET_ACCESS_KEY=too-short
        """;

    assertThat(Redaction.of(List.of("correct horse")).text(text)).isEqualTo(text);
  }

  @Test
  void aKeyWithoutAnEndTakesSixteenKibibytesWithIt() {
    String begin = "-----BEGIN " + "PRIVATE KEY-----";

    String seen = Redaction.of(List.of()).text(begin + "x".repeat(20_000));

    assertThat(seen).isEqualTo("[redacted]" + "x".repeat(20_000 - Pem.BYTES_MAX));
  }

  @Test
  void onlyAPrefixOfASecretIsHeldBack() {
    var out = new ByteArrayOutputStream();
    Redactor redactor =
        Redaction.of(List.of("correct horse")).to((bytes, length) -> out.write(bytes, 0, length));

    write(redactor, "building… cor");
    assertThat(out.toString(UTF_8)).isEqualTo("building… ");
    write(redactor, "n\n");
    assertThat(out.toString(UTF_8)).isEqualTo("building… corn\n");
    write(redactor, "correct horse");
    assertThat(out.toString(UTF_8)).as("it is known").isEqualTo("building… corn\n[redacted]");
  }

  /** What can be held longest, again and again, never ends: nothing is kept of it but a little. */
  @Test
  void memoryIsBoundedWhateverComes() {
    var random = new Random(5);
    for (String piece :
        List.of(
            "eyJ", "eyJa.", "://a:", "-----", "x".repeat(4000), "%58".repeat(1300), "gh", "\n")) {
      var out = new long[1];
      var outEnd = new long[1];
      Redactor redactor =
          Redaction.of(List.of("x".repeat(4095) + "y", "X".repeat(4095) + "?"))
              .to((_, length) -> out[0] += length);
      byte[] bytes = piece.repeat(1 + 65_536 / piece.length()).getBytes(ISO_8859_1);
      long in = 0;
      for (int i = 0; i < 20; i++) {
        int length = 1 + random.nextInt(bytes.length);
        redactor.write(bytes, length);
        in += length;
        outEnd[0] = Math.max(outEnd[0], redactor.held());
      }
      assertThat(outEnd[0]).as(piece).isLessThanOrEqualTo(3 * 4096);
      redactor.finish();
      assertThat(out[0]).as("nothing is lost of " + piece).isEqualTo(in);
    }
  }

  private static String pieces(Redaction redaction, String... pieces) {
    var out = new ByteArrayOutputStream();
    Redactor redactor = redaction.to((bytes, length) -> out.write(bytes, 0, length));
    Arrays.stream(pieces).forEach(piece -> write(redactor, piece));
    redactor.finish();
    return out.toString(UTF_8);
  }

  private static void write(Redactor redactor, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    redactor.write(bytes, bytes.length);
  }
}
