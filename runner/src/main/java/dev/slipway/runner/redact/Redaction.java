package dev.slipway.runner.redact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * What must not be seen in the output of an attempt: registered values in the forms in which they
 * may be printed, and what looks like a secret. Made once; safe for many threads.
 */
public final class Redaction {
  /** What stands for a secret. */
  public static final String MARK = "[redacted]";

  /** Values shorter than this stand in too much that is no secret; they are ignored. */
  public static final int VALUE_CHARACTERS_MIN = 4;

  /** Longer values are ignored. */
  public static final int VALUE_BYTES_MAX = 4 * 1024;

  /**
   * What is over this, of all values together, is ignored: each byte takes 1 to 2 KiB of memory.
   */
  public static final int VALUES_BYTES_MAX = 16 * 1024;

  /** The number of a text that is secret as a whole; others are those of {@link Shapes#ALL}. */
  static final int VALUE = -1;

  private final Automaton automaton = new Automaton();
  private final int ignored;

  private Redaction(List<String> values) {
    int bytes = 0;
    int left = 0;
    for (String value : values.stream().distinct().toList()) {
      int length = value.getBytes(UTF_8).length;
      if (value.codePointCount(0, value.length()) < VALUE_CHARACTERS_MIN
          || length > VALUE_BYTES_MAX
          || bytes + length > VALUES_BYTES_MAX) {
        left++;
        continue;
      }
      bytes += length;
      Forms.of(value).forEach(form -> automaton.add(form, VALUE));
    }
    ignored = left;
    for (int i = 0; i < Shapes.ALL.size(); i++) {
      int begin = 2 * i;
      Shapes.ALL.get(i).begins().forEach(text -> automaton.add(text, begin));
      Shapes.ALL.get(i).ends().forEach(text -> automaton.add(text, begin + 1));
    }
    automaton.build();
  }

  /** What hides these values, and what looks like a secret. */
  public static Redaction of(List<String> values) {
    return new Redaction(values);
  }

  /** How many of the values are too short or too long to be hidden. */
  public int ignored() {
    return ignored;
  }

  /** A stream through which bytes go on to {@code sink} without secrets. */
  public Redactor to(Redactor.Sink sink) {
    return new Redactor(automaton, Shapes.ALL, sink);
  }

  /** A text without secrets. */
  public String text(String text) {
    var kept = new ByteArrayOutputStream();
    var redactor = to((bytes, length) -> kept.write(bytes, 0, length));
    byte[] bytes = text.getBytes(UTF_8);
    redactor.write(bytes, bytes.length);
    redactor.finish();
    return kept.toString(UTF_8);
  }
}
