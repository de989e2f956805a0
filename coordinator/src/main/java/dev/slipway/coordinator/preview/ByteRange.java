package dev.slipway.coordinator.preview;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a file are wanted (RFC 9110, section 14).
 *
 * @param first of the first byte
 * @param last of the last byte; {@code first - 1} for an empty file
 */
record ByteRange(long first, long last) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** What a Range header asks of a file. */
  sealed interface Wish {
    /** All of it: no header, or one that we may ignore, such as several ranges. */
    record All() implements Wish {}

    /** One part of it. */
    record Part(ByteRange range) implements Wish {}

    /** A part that it does not have. */
    record Unsatisfiable() implements Wish {}
  }

  long length() {
    return last - first + 1;
  }

  static Wish parse(@Nullable String header, long size) {
    Matcher match = SINGLE.matcher(header == null ? "" : header.replace(" ", ""));
    if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
      return new Wish.All();
    }
    if (match.group(1).isEmpty()) {
      long suffix = Long.parseLong(match.group(2));
      return part(Math.max(0, size - suffix), size - 1, size);
    }
    long first = Long.parseLong(match.group(1));
    long last = match.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(match.group(2));
    return last < first ? new Wish.All() : part(first, Math.min(last, size - 1), size);
  }

  private static Wish part(long first, long last, long size) {
    return first >= size ? new Wish.Unsatisfiable() : new Wish.Part(new ByteRange(first, last));
  }
}
