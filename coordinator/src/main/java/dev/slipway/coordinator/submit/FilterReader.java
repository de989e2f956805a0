package dev.slipway.coordinator.submit;

import dev.slipway.coordinator.build.Priority;
import dev.slipway.coordinator.build.Refusal;
import dev.slipway.coordinator.build.StateName;
import dev.slipway.coordinator.submit.BuildFilter.Comparator;
import dev.slipway.coordinator.submit.BuildFilter.Time;
import dev.slipway.coordinator.submit.BuildFilter.TimeBound;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filter of a list: comparisons joined by AND, the part of AIP-160
 * (https://google.aip.dev/160) that is served. There is no kept parser of it for Java, and what is
 * served needs no grammar.
 */
final class FilterReader {
  private static final int CHARACTERS_MAX = 4_000;
  private static final String FIELDS =
      "chat, project, state, message_id, template, created_by, priority, labels.KEY, create_time,"
          + " end_time";

  private static final Set<String> TEXTS =
      Set.of("chat", "project", "message_id", "template", "created_by");
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*+(chat|project|state|message_id|template|created_by|priority|create_time|end_time"
              + "|labels\\.[a-z0-9._/-]++)\\s*+(!=|<=|>=|=|<|>)\\s*+"
              + "(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s\"=<>!][^\\s\"]*+))\\s*+");
  private static final Pattern AND = Pattern.compile("AND\\s");

  private final String filter;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private final Set<StateName> states = EnumSet.allOf(StateName.class);
  private final List<TimeBound> times = new ArrayList<>();
  private @Nullable Priority priority;
  private boolean stateIsSaid;

  FilterReader(String filter) {
    this.filter = filter;
  }

  BuildFilter read() {
    if (filter.length() > CHARACTERS_MAX) {
      throw bad("has %d characters; at most %d.".formatted(filter.length(), CHARACTERS_MAX));
    }
    if (filter.indexOf('\0') >= 0) {
      throw bad("must not hold the character NUL.");
    }
    int at = 0;
    while (at < filter.length()) {
      at = comparison(at);
      if (at < filter.length()) {
        at = and(at);
      }
    }
    return new BuildFilter(
        texts.get("chat"),
        texts.get("project"),
        states,
        texts.get("message_id"),
        texts.get("template"),
        texts.get("created_by"),
        priority,
        Map.copyOf(labels),
        List.copyOf(times));
  }

  /** Reads one; where it ends. */
  private int comparison(int at) {
    var comparison = COMPARISON.matcher(filter).region(at, filter.length());
    if (!comparison.lookingAt()) {
      throw unreadable(at);
    }
    var quoted = comparison.group(3);
    compare(
        comparison.group(1),
        comparison.group(2),
        quoted == null ? comparison.group(4) : quoted.replaceAll("\\\\(.)", "$1"));
    return comparison.end();
  }

  /** Reads the AND after which another comparison must follow; where it ends. */
  private int and(int at) {
    var and = AND.matcher(filter).region(at, filter.length());
    if (!and.lookingAt() || and.end() == filter.length()) {
      throw unreadable(at);
    }
    return and.end();
  }

  private void compare(String field, String sign, String value) {
    if (field.endsWith("_time")) {
      times.add(
          new TimeBound(
              Time.valueOf(field.toUpperCase(Locale.ROOT)), comparator(field, sign), time(value)));
    } else if (field.equals("state")) {
      compareState(sign, state(value));
    } else if (!sign.equals("=")) {
      throw bad("%s is compared by =, not by %s.".formatted(field, sign));
    } else if (TEXTS.contains(field)) {
      once(field, texts.put(field, value));
    } else if (field.equals("priority")) {
      once(field, priority);
      priority = priority(value);
    } else {
      once(field, labels.put(field.substring("labels.".length()), value));
    }
  }

  private void compareState(String sign, StateName state) {
    switch (sign) {
      case "=" -> {
        once("state", stateIsSaid ? state : null);
        stateIsSaid = true;
        states.retainAll(EnumSet.of(state));
      }
      case "!=" -> states.remove(state);
      default -> throw bad("state is compared by = or !=, not by %s.".formatted(sign));
    }
  }

  private static Comparator comparator(String field, String sign) {
    for (var comparator : Comparator.values()) {
      if (comparator.sign().equals(sign)) {
        return comparator;
      }
    }
    throw bad("%s is compared by <, <=, > or >=, not by %s.".formatted(field, sign));
  }

  private static void once(String field, @Nullable Object before) {
    if (before != null) {
      throw bad(field + " is compared twice.");
    }
  }

  private static StateName state(String value) {
    var name = value.toUpperCase(Locale.ROOT).replaceFirst("^STATE_", "");
    for (var state : StateName.values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    throw bad("\"" + value + "\" is not a state.");
  }

  private static Priority priority(String value) {
    var name = value.toUpperCase(Locale.ROOT).replaceFirst("^PRIORITY_", "");
    for (var priority : Priority.values()) {
      if (priority.name().equals(name)) {
        return priority;
      }
    }
    throw bad("\"" + value + "\" is not a priority; LOW, NORMAL, HIGH or CRITICAL.");
  }

  private static Instant time(String value) {
    try {
      var time = OffsetDateTime.parse(value);
      if (time.getYear() >= 1970 && time.getYear() <= 9999) {
        return time.toInstant();
      }
    } catch (DateTimeParseException notATime) {
      // Refused below, as a year that nothing was built in.
    }
    throw bad("\"%s\" is not a time such as \"2026-11-01T00:00:00Z\".".formatted(value));
  }

  private Refusal unreadable(int at) {
    return bad(
        "cannot be read at character %d of \"%s\". Write comparisons joined by AND, as in chat = \"c1\" AND state = FAILED; fields are %s."
            .formatted(at + 1, filter, FIELDS));
  }

  private static Refusal bad(String description) {
    return Refusal.badField("filter", description);
  }
}
