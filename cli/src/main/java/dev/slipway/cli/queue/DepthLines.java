package dev.slipway.cli.queue;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Pause;
import dev.slipway.v1.Queue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** How much of a scope waits and runs, and what holds it, one row each. */
final class DepthLines {
  private DepthLines() {}

  /** The rows. */
  static List<String> of(Queue queue, InstantSource clock) {
    List<String> lines = new ArrayList<>();
    lines.add(row("scope", queue.getScope()));
    lines.add(row("held", Long.toString(queue.getHeld())));
    lines.add(row("queued", queued(queue, clock)));
    lines.add(row("starting", Long.toString(queue.getStarting())));
    lines.add(row("running", Long.toString(queue.getRunning())));
    lines.add(row("stopping", Long.toString(queue.getStopping())));
    queue.getPausesList().forEach(pause -> lines.add(row("paused", paused(pause))));
    return lines;
  }

  private static String queued(Queue queue, InstantSource clock) {
    if (!queue.hasOldestQueuedTime()) {
      return Long.toString(queue.getQueued());
    }
    return queue.getQueued()
        + ", the oldest submitted "
        + Words.seenFrom(Words.timestamp(clock.instant()), queue.getOldestQueuedTime())
        + " ("
        + Words.time(queue.getOldestQueuedTime())
        + ")";
  }

  private static String paused(Pause pause) {
    return pause.getScope()
        + ", "
        + EnumNames.brief(pause.getMode())
        + ", by "
        + pause.getPausedBy()
        + " since "
        + Words.time(pause.getPauseTime())
        + (pause.hasUntilTime() ? " until " + Words.time(pause.getUntilTime()) : "")
        + (pause.getReason().isEmpty() ? "" : ": " + pause.getReason());
  }

  private static String row(String name, String value) {
    return "%-11s %s".formatted(name, value);
  }
}
