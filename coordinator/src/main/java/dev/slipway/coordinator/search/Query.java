package dev.slipway.coordinator.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.coordinator.build.Refusal;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a line must hold to match: all of the needles.
 *
 * @param needles each 1 to 256 bytes of UTF-8 without a line feed, at most 8
 * @param ignoreCase whether A to Z match in either case
 */
public record Query(List<String> needles, boolean ignoreCase) {
  /** Bytes of a query. */
  static final int BYTES_MAX = 256;

  private static final int WORDS_MAX = 8;

  public Query {
    needles = List.copyOf(needles);
  }

  /** A query for a text as it is. */
  public static Query substring(String text, boolean ignoreCase) {
    return new Query(List.of(checked(text)), ignoreCase);
  }

  /** A query for words in any order. */
  public static Query words(String text, boolean ignoreCase) {
    var words = Stream.of(checked(text).split(" ")).filter(word -> !word.isEmpty()).toList();
    if (words.isEmpty() || words.size() > WORDS_MAX) {
      throw Refusal.badField("query", "has %d words; 1 to %d.".formatted(words.size(), WORDS_MAX));
    }
    return new Query(words, ignoreCase);
  }

  private static String checked(String text) {
    int bytes = text.getBytes(UTF_8).length;
    if (bytes < 1 || bytes > BYTES_MAX) {
      throw Refusal.badField("query", "has %d bytes; 1 to %d.".formatted(bytes, BYTES_MAX));
    }
    if (text.indexOf('\n') >= 0) {
      throw Refusal.badField(
          "query", "holds a line feed, and lines are searched one by one. Search for one of them.");
    }
    return text;
  }
}
