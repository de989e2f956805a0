package dev.slipway.cli.waiting;

import com.google.protobuf.Timestamp;
import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Blocker;
import dev.slipway.v1.QueueStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All that a queue status says, as rows under a heading each and then its blockers. */
public final class Report {
  private Report() {}

  /** The rows and blockers, in the order in which people ask; absent parts are left out. */
  public static List<String> lines(QueueStatus status) {
    List<String> lines = new ArrayList<>();
    row("place", place(status), lines);
    row("starts", range(status.getEtaStartP50(), status.getEtaStartP90(), status), lines);
    row("ends", status.hasEtaEndP50() ? about(status.getEtaEndP50(), status) : "", lines);
    row("found from", status.getEtaBasis(), lines);
    if (status.getBlockersCount() > 0) {
      lines.add("waits for");
      status.getBlockersList().forEach(blocker -> lines.addAll(lines(blocker, status)));
    }
    return lines;
  }

  private static String place(QueueStatus status) {
    String position = status.getPosition() == 0 ? "" : Place.position(status);
    String chat =
        status.getChatPosition() == 0
            ? ""
            : "after " + Words.count(status.getChatPosition(), "build") + " of its chat";
    return position.isEmpty() || chat.isEmpty() ? position + chat : position + ", " + chat;
  }

  private static String range(Timestamp even, Timestamp late, QueueStatus status) {
    Timestamp none = Timestamp.getDefaultInstance();
    if (even.equals(none)) {
      return "";
    }
    return about(even, status)
        + (late.equals(none) ? "" : "; nine times in ten by " + wall(late, status));
  }

  private static String about(Timestamp moment, QueueStatus status) {
    return "with even chances by " + wall(moment, status);
  }

  private static String wall(Timestamp moment, QueueStatus status) {
    return Words.time(moment) + " (" + Words.seenFrom(status.getAsOfTime(), moment) + ")";
  }

  private static List<String> lines(Blocker blocker, QueueStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add("  " + EnumNames.brief(blocker.getKind()) + ": " + blocker.getMessage());
    if (blocker.getHoldersCount() > 0) {
      lines.add("    held by: " + holders(blocker));
    }
    if (!blocker.getRemedy().isEmpty()) {
      lines.add("    what helps: " + blocker.getRemedy());
    }
    if (blocker.hasExpectedClearTime()) {
      lines.add("    until about: " + wall(blocker.getExpectedClearTime(), status));
    }
    return lines;
  }

  // Builds by their ids, as commands take them; scopes in full.
  private static String holders(Blocker blocker) {
    return blocker.getHoldersList().stream()
        .map(holder -> holder.contains("/builds/") ? Words.id(holder) : holder)
        .collect(Collectors.joining(", "));
  }

  private static void row(String name, String value, List<String> lines) {
    if (!value.isEmpty()) {
      lines.add("%-11s %s".formatted(name, value));
    }
  }
}
