package dev.slipway.bench.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

  /** Follows a file that grows: each call reads what was written since the one before. */
  public static final class Tail {
    private final Path file;
    private long read;

    /** From the beginning. */
    public Tail(Path file) {
      this.file = file;
    }

    /** The whole lines that are new. */
    public List<Line> next() throws IOException {
      try (var channel = FileChannel.open(file)) {
        var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - read));
        while (bytes.hasRemaining() && channel.read(bytes, read + bytes.position()) > 0) {
          // Until all of it is there.
        }
        var text = new String(bytes.array(), 0, bytes.position(), UTF_8);
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        read += whole.length(); // a byte a character: nothing else is written
        return whole.lines().map(WorkLines::parse).flatMap(Optional::stream).toList();
      }
    }
  }

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
