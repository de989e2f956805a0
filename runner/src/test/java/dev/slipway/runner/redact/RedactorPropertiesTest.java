package dev.slipway.runner.redact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The redactor beside {@link Naive}, which reads the whole text at once. */
class RedactorPropertiesTest {
  private static final List<String> VALUES = List.of("s3cret", "s3crets!", "rets!x", "ab/ab?ab");

  /** What secrets are made of, whole, in halves and glued together. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> parts =
        Arbitraries.of(
            "s3cret",
            "s3c",
            "ret",
            "s!",
            "x",
            "ab/ab?ab",
            "ab%2Fab%3F",
            "ab",
            "czNjcmV0",
            "czNj",
            "cmV0",
            "gh" + "p_",
            "a".repeat(36),
            "AK" + "IA",
            "ABCDEFGH",
            "01234567",
            "eyJ",
            "eyJ0",
            "abcdefghij",
            ".",
            "://",
            "u",
            ":",
            "p",
            "@",
            "/",
            " ",
            "\n",
            "-",
            "_",
            "xox" + "b-",
            "Authorization: Bearer ",
            "bearer ",
            "-----BEGIN " + "PRIVATE KEY-----",
            "-----END " + "PRIVATE KEY-----",
            "-----",
            "secret_access_key=",
            "sk" + "_live_",
            "\u001b[1m",
            "\u00ff\u0000",
            "+",
            "=");
    return parts.list().ofMinSize(1).ofMaxSize(30).map(list -> String.join("", list));
  }

  @Property(tries = 20_000)
  void anyCutGivesWhatTheWholeGives(@ForAll("texts") String text, @ForAll long seed) {
    Redaction redaction = Redaction.of(VALUES);

    assertThat(cut(redaction, text, seed)).isEqualTo(Naive.redacted(text, VALUES));
  }

  @Property(tries = 5_000)
  void noRegisteredValueComesThrough(
      @ForAll("letters") List<String> values,
      @ForAll("words") List<String> words,
      @ForAll long seed) {
    Redaction redaction = Redaction.of(values);
    var random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      String value = values.get(random.nextInt(values.size()));
      text.append(word).append(random.nextBoolean() ? value : value.substring(1)).append(word);
    }

    String seen = cut(redaction, text.toString(), seed);

    for (String value : values) {
      for (String form : Forms.of(value)) {
        assertThat(seen).doesNotContain(form);
      }
    }
  }

  // None of the letters of the mark, in which a value could otherwise be seen.
  @Provide
  Arbitrary<List<String>> letters() {
    return Arbitraries.strings()
        .withChars("xyz\"/ \u00fc")
        .ofMinLength(4)
        .ofMaxLength(12)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.strings().withChars("xyz ").ofMaxLength(5).list().ofMinSize(1).ofMaxSize(10);
  }

  @Property(tries = 5_000)
  void bytesWithoutASecretStayAsTheyAre(@ForAll byte[] bytes, @ForAll long seed) {
    String text = new String(bytes, ISO_8859_1);
    assertThat(Naive.redacted(text, VALUES)).as("there is none").isEqualTo(text);

    assertThat(cut(Redaction.of(VALUES), text, seed)).isEqualTo(text);
  }

  private static String cut(Redaction redaction, String text, long seed) {
    var random = new Random(seed);
    var out = new ByteArrayOutputStream();
    Redactor redactor = redaction.to((bytes, length) -> out.write(bytes, 0, length));
    byte[] bytes = text.getBytes(ISO_8859_1);
    for (int at = 0; at < bytes.length; ) {
      int size = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 60));
      redactor.write(Arrays.copyOfRange(bytes, at, at + size), size);
      at += size;
    }
    redactor.finish();
    return out.toString(ISO_8859_1);
  }
}
