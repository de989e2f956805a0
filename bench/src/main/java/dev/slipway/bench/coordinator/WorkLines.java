package dev.slipway.bench.coordinator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the file that {@link WorkFile} writes. */
public final class WorkLines {
  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"event\":\"(START|END)\",\"build\":\"([^\"]+)\",\"attempt\":(\\d+),"
              + "\"uid\":\"([^\"]+)\",\"pid\":(\\d+),\"t\":(\\d+)}");

  private WorkLines() {}

  /**
   * What happened once.
   *
   * @param start whether work began, or else ended
   * @param build the build's name
   * @param nanos when, by the machine's monotonic clock
   */
  public record Line(boolean start, String build, int attempt, String uid, long pid, long nanos) {}

  /** All lines so far, in the order in which they were written. */
  public static List<Line> read(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.map(WorkLines::parse).flatMap(Optional::stream).toList();
    }
  }

  /** One line; empty when it is cut: the last one may still be written. */
  static Optional<Line> parse(String line) {
    var match = LINE.matcher(line);
    return match.matches()
        ? Optional.of(
            new Line(
                match.group(1).equals("START"),
                match.group(2),
                Integer.parseInt(match.group(3)),
                match.group(4),
                Long.parseLong(match.group(5)),
                Long.parseLong(match.group(6))))
        : Optional.empty();
  }
}
