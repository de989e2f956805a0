package dev.slipway.cli.queue;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.shell.Table;
import dev.slipway.cli.shell.Words;
import dev.slipway.cli.waiting.Place;
import dev.slipway.v1.Build;
import dev.slipway.v1.ChatQueue;
import java.util.ArrayList;
import java.util.List;

/** A chat's builds as a table: those that run, then those that wait, then the newest that ended. */
final class ChatLines {
  private ChatLines() {}

  /** The table, and below it what it does not show. */
  static List<String> of(ChatQueue queue) {
    Table table = new Table("BUILD", "STATE", "PRIORITY", "PLACE", "STARTS", "CREATED", "TOOK");
    queue.getRunningList().forEach(build -> add(build, table));
    queue.getPendingList().forEach(build -> add(build, table));
    queue.getRecentList().forEach(build -> add(build, table));
    List<String> lines = new ArrayList<>(table.lines());
    long unseen = queue.getPendingTotal() - queue.getPendingList().size();
    if (unseen > 0) {
      lines.add("and " + Words.count(unseen, "more build") + " in the queue");
    }
    if (!queue.getBlockedBy().isEmpty()) {
      String id = Words.id(queue.getBlockedBy());
      lines.add(
          "blocked by the failed build "
              + id
              + ": `slipway retry "
              + id
              + "` or `slipway dlq discard "
              + id
              + "`");
    }
    return lines;
  }

  private static void add(Build build, Table table) {
    boolean waits = build.hasQueueStatus();
    table.add(
        Words.id(build.getName()),
        EnumNames.brief(build.getState()),
        EnumNames.orEmpty(build.getPriority()),
        waits && build.getQueueStatus().getPosition() > 0
            ? Place.position(build.getQueueStatus())
            : "",
        waits ? Place.starts(build.getQueueStatus()) : "",
        Words.time(build.getCreateTime()),
        build.hasEndTime() ? Words.between(build.getCreateTime(), build.getEndTime()) : "");
  }
}
