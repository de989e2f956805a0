package dev.slipway.coordinator.build;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the next page of a list begins: the key of the last row that was given out, opaque to
 * clients. It carries no right: every list looks only into the tenant that the request names.
 */
public final class PageToken {
  private static final String SEPARATOR = "\n";

  private PageToken() {}

  /** The token for a key; its parts hold no line feed. */
  public static String encode(String... parts) {
    for (String part : parts) {
      if (part.contains(SEPARATOR)) {
        throw new IllegalArgumentException("a page token's part holds a line feed: " + part);
      }
    }
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(SEPARATOR, parts).getBytes(UTF_8));
  }

  /**
   * The key in a token; empty for the first page.
   *
   * @param token as it came in the request
   * @param parts how many parts this list's key has
   * @throws Refusal when it is not a token of such a list
   */
  public static List<String> decode(String token, int parts) {
    if (token.isEmpty()) {
      return List.of();
    }
    try {
      String key = new String(Base64.getUrlDecoder().decode(token), UTF_8);
      List<String> found = Stream.of(key.split(SEPARATOR, -1)).toList();
      if (found.size() == parts) {
        return found;
      }
    } catch (IllegalArgumentException e) {
      // Not base64url: answered as every other token that is not ours.
    }
    throw bad();
  }

  /** The refusal for a token whose parts turn out not to be a key of the list. */
  public static Refusal bad() {
    return Refusal.badField(
        "page_token", "is not a token of this list. Take next_page_token from the answer before.");
  }
}
