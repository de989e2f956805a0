package dev.slipway.runner.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Processes in lines for people: what a step that stalled was waiting with. */
final class ProcessListing {
  private static final int PROCESSES_MAX = 100;
  private static final int COMMAND_CHARS_MAX = 200;

  private ProcessListing() {}

  static List<String> of(List<ProcessStat> processes, Machine machine) {
    List<String> lines = new ArrayList<>();
    lines.add("    PID    PPID S   CPU s  RSS MiB COMMAND");
    for (ProcessStat each : processes.subList(0, Math.min(PROCESSES_MAX, processes.size()))) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%7d %7d %c %7.2f %8.1f %s",
              each.pid(),
              each.parent(),
              each.state(),
              (double) each.ticks() / machine.ticksPerSecond(),
              (double) each.pages() * machine.pageBytes() / (1 << 20),
              command(each)));
    }
    if (processes.size() > PROCESSES_MAX) {
      lines.add("and " + (processes.size() - PROCESSES_MAX) + " more");
    }
    return lines;
  }

  /** Its words; its name in brackets when it has none, as the dead have. */
  private static String command(ProcessStat process) {
    Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    String words;
    try (InputStream in = Files.newInputStream(file)) {
      // A character takes up to 4 bytes.
      words = new String(in.readNBytes(4 * COMMAND_CHARS_MAX), StandardCharsets.UTF_8);
    } catch (IOException e) {
      words = "";
    }
    return words.isBlank() ? "[" + process.name() + "]" : line(words);
  }

  /** As one line of at most 200 characters. */
  static String line(String words) {
    String line = words.replaceAll("\\p{Cntrl}", " ").strip();
    return line.length() > COMMAND_CHARS_MAX ? line.substring(0, COMMAND_CHARS_MAX) : line;
  }
}
