package dev.slipway.coordinator.build;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Where a list goes on: the key of the last row that was sent, made opaque so that no client builds
 * on its form (AIP-158).
 */
public final class PageToken {
  private static final char SEPARATOR = '\n';

  private PageToken() {}

  /** The token for a key of these parts; none of them may hold a line break. */
  public static String encode(String... parts) {
    var key = String.join(String.valueOf(SEPARATOR), parts);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The parts of the key in a token; empty for an empty token, which means the first page.
   *
   * @throws Refusal when the token was not made by {@link #encode} with as many parts
   */
  public static List<String> decode(String token, int parts) {
    if (token.isEmpty()) {
      return List.of();
    }
    try {
      var key = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      var split = List.of(key.split(String.valueOf(SEPARATOR), -1));
      if (split.size() == parts) {
        return split;
      }
    } catch (IllegalArgumentException notBase64) {
      // Said below, the same way.
    }
    throw refused(token);
  }

  /** The refusal of a token that cannot be used. */
  public static Refusal refused(String token) {
    return Refusal.badField(
        "page_token",
        "\"%s\" is not a token of this list. Use next_page_token of the answer before, or none."
            .formatted(token));
  }
}
