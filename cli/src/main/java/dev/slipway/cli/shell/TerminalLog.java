package dev.slipway.cli.shell;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a build's bytes into clean lines for a terminal. Only whole lines are shown: a chunk may end
 * within a character or an escape sequence. A carriage return ends a line too, so that a spinner
 * cannot write over other output.
 */
public final class TerminalLog {
  /**
   * A line longer than this is shown in pieces, so that a build without line ends cannot fill the
   * memory; no character is cut.
   */
  private static final int LINE_BYTES_MAX = 16 * 1024;

  /** The most bytes of a character of UTF-8 but for its first. */
  private static final int CHARACTER_REST = 3;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean afterReturn;

  /**
   * @param lines takes each line, cleaned and without its end
   */
  public TerminalLog(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes the next bytes of the log. */
  public void add(ByteString data) {
    for (byte b : data) {
      if (b == '\n' && afterReturn) {
        afterReturn = false;
      } else if (b == '\n' || b == '\r') {
        flushLine();
        afterReturn = b == '\r';
      } else {
        afterReturn = false;
        if (line.size() >= LINE_BYTES_MAX + (isRest(b) ? CHARACTER_REST : 0)) {
          flushLine();
        }
        line.write(b);
      }
    }
  }

  private static boolean isRest(byte b) {
    return (b & 0xc0) == 0x80;
  }

  /** Shows what is left of a last line without an end. */
  public void finish() {
    if (line.size() > 0) {
      flushLine();
    }
  }

  private void flushLine() {
    lines.accept(TerminalText.clean(line.toString(StandardCharsets.UTF_8)));
    line.reset();
  }
}
