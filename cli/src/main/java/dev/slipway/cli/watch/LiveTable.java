package dev.slipway.cli.watch;

import com.google.protobuf.ByteString;
import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.TerminalText;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds as a table that is drawn again in its place, on a terminal: those that have not ended, the
 * newest first, and below them the last that have.
 */
final class LiveTable implements BuildsView {
  private static final String ERASE_BELOW = "\u001b[J";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String RESET = "\u001b[0m";

  /** Ended builds that stay to be seen. */
  private static final int ENDED_MAX = 5;

  private final Shell shell;

  /** By name: ids are in the order of submits. */
  private final Map<String, Build> builds = new TreeMap<>(Comparator.reverseOrder());

  private final List<Build> ended = new ArrayList<>();
  private int drawn;

  LiveTable(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void reset() {
    builds.clear();
  }

  @Override
  public void show(List<Build> changed) {
    for (Build build : changed) {
      if (build.hasEndTime()) {
        if (builds.remove(build.getName()) != null) {
          ended.addFirst(build);
        }
      } else {
        builds.put(build.getName(), build);
      }
    }
    while (ended.size() > ENDED_MAX) {
      ended.removeLast();
    }
    draw();
  }

  private void draw() {
    int room = Math.max(1, shell.lines() - 4 - ended.size());
    Table table = new Table("BUILD", "STATE", "PROGRESS", "STEP", "PROJECT", "CHAT", "NAME");
    List<Build> rows = new ArrayList<>(builds.values().stream().limit(room).toList());
    rows.addAll(ended);
    rows.forEach(build -> add(build, table));
    List<String> lines = new ArrayList<>(table.lines());
    for (int i = 0; i < rows.size(); i++) {
      lines.set(i + 1, coloured(clipped(lines.get(i + 1)), rows.get(i)));
    }
    lines.set(0, clipped(lines.getFirst()));
    if (builds.size() > room) {
      lines.add("… and " + Words.count(builds.size() - room, "older build"));
    }
    lines.add(Words.count(builds.size(), "build") + " under way");
    String up = drawn == 0 ? "" : "\r\u001b[" + drawn + "A" + ERASE_BELOW;
    shell.print(ByteString.copyFromUtf8(up + String.join("\n", lines) + "\n"));
    drawn = lines.size();
  }

  private static void add(Build build, Table table) {
    table.add(
        Words.id(build.getName()),
        EnumNames.brief(build.getState()),
        build.getProgress() == 0 ? "" : build.getProgress() + " %",
        build.getCurrentStep(),
        build.getProject(),
        build.getChat(),
        build.getDisplayName());
  }

  /** A line that is wider than the terminal would take two, and the next drawing would miss it. */
  private String clipped(String line) {
    String clean = TerminalText.clean(line);
    return clean.substring(0, Math.min(clean.length(), shell.columns() - 1));
  }

  private String coloured(String line, Build build) {
    if (!shell.colours()) {
      return line;
    }
    return switch (build.getState()) {
      case STATE_SUCCEEDED -> GREEN + line + RESET;
      case STATE_FAILED -> RED + line + RESET;
      case STATE_HELD,
          STATE_QUEUED,
          STATE_STARTING,
          STATE_RUNNING,
          STATE_STOPPING,
          STATE_CANCELLED,
          STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          line;
    };
  }
}
