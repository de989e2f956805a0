package dev.slipway.cli.chat;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Chat;
import java.util.ArrayList;
import java.util.List;

/** A chat as people read it. */
final class ChatLines {
  private ChatLines() {}

  /** One row for each thing that is known. */
  static List<String> of(Chat found) {
    List<String> rows = new ArrayList<>();
    row("chat", found.getName(), rows);
    row("name", found.getDisplayName(), rows);
    row("project", found.getProject(), rows);
    row("parallel", Integer.toString(found.getMaxParallel()), rows);
    row("supersede", EnumNames.orEmpty(found.getSupersede()), rows);
    row("on failure", EnumNames.orEmpty(found.getOnFailure()), rows);
    row("debounce", debounce(found), rows);
    row("builds", Long.toString(found.getLastSequence()), rows);
    row("blocked by", found.getBlockedBy(), rows);
    row("created", Words.time(found.getCreateTime()), rows);
    row("changed", Words.time(found.getUpdateTime()), rows);
    return rows;
  }

  private static String debounce(Chat found) {
    return found.hasDebounce()
        ? Words.roughly(found.getDebounce().getDelay())
            + " after the last submit, at most "
            + Words.roughly(found.getDebounce().getMaxDelay())
            + " after the first"
        : "none";
  }

  private static void row(String name, String value, List<String> rows) {
    if (!value.isEmpty()) {
      rows.add("%-11s %s".formatted(name, value));
    }
  }
}
