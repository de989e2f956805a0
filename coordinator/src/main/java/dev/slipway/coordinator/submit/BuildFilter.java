package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.StateName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The filter of ListBuilds: comparisons for equality joined by AND, the part of AIP-160 that is
 * served. A field that is null is not compared.
 */
record BuildFilter(
    @Nullable String chat,
    @Nullable String project,
    @Nullable String state,
    @Nullable String messageId,
    @Nullable String template) {

  /** Five comparisons of the longest values fit. */
  private static final int CHARACTERS_MAX = 2_000;

  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*(chat|project|state|message_id|template)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\"]+))\\s*");
  private static final Pattern AND = Pattern.compile("AND\\s");

  /**
   * Reads a filter; the empty one compares nothing.
   *
   * @throws Refusal when it is not one
   */
  static BuildFilter parse(String filter) {
    if (filter.length() > CHARACTERS_MAX) {
      throw Refusal.badField(
          "filter", "has %d characters; at most %d.".formatted(filter.length(), CHARACTERS_MAX));
    }
    if (filter.indexOf('\0') >= 0) {
      throw Refusal.badField("filter", "must not hold the character NUL.");
    }
    Map<String, String> values = new LinkedHashMap<>();
    var comparison = COMPARISON.matcher(filter);
    int at = 0;
    while (at < filter.length()) {
      if (!comparison.find(at) || comparison.start() != at) {
        throw refused(filter, at);
      }
      var quoted = comparison.group(2);
      var value = quoted == null ? comparison.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      if (values.put(comparison.group(1), value) != null) {
        throw Refusal.badField("filter", comparison.group(1) + " is compared twice.");
      }
      at = comparison.end();
      if (at < filter.length()) {
        var and = AND.matcher(filter).region(at, filter.length());
        if (!and.lookingAt()) {
          throw refused(filter, at);
        }
        at = and.end();
        if (at == filter.length()) {
          // Another comparison must follow.
          throw refused(filter, at);
        }
      }
    }
    return new BuildFilter(
        values.get("chat"),
        values.get("project"),
        state(values.get("state")),
        values.get("message_id"),
        values.get("template"));
  }

  private static @Nullable String state(@Nullable String value) {
    if (value == null) {
      return null;
    }
    var name = value.toUpperCase(Locale.ROOT).replaceFirst("^STATE_", "");
    for (var state : StateName.values()) {
      if (state.name().equals(name)) {
        return name;
      }
    }
    throw Refusal.badField("filter", "\"" + value + "\" is not a state.");
  }

  private static Refusal refused(String filter, int at) {
    return Refusal.badField(
        "filter",
        "cannot be read at character %d of \"%s\". Write comparisons joined by AND, as in chat = \"c1\" AND state = FAILED; fields are chat, project, state, message_id, template."
            .formatted(at + 1, filter));
  }
}
