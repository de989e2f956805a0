package dev.slipway.cli.list;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.v1.Build;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the filter of ListBuilds. */
public final class Filter {
  private Filter() {}

  /** Comparisons for what is given, joined by AND; empty for no limit. */
  public static String of(
      @Nullable String chat,
      @Nullable String project,
      Build.@Nullable State state,
      @Nullable String more) {
    return Stream.of(
            chat == null ? "" : "chat = " + quoted(chat),
            project == null ? "" : "project = " + quoted(project),
            state == null ? "" : "state = " + EnumNames.brief(state),
            more == null ? "" : more)
        .filter(comparison -> !comparison.isEmpty())
        .collect(Collectors.joining(" AND "));
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
