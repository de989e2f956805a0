package dev.slipway.cli.shell;

import com.google.protobuf.ByteString;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.outcome.Problem;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process's surroundings as one value, so that tests run commands without touching the real
 * ones.
 *
 * @param in standard input
 * @param out standard output: data, UTF-8
 * @param err standard error: talk, UTF-8
 * @param outIsTerminal whether people look at {@code out} directly
 * @param errIsTerminal whether people look at {@code err} directly
 * @param inIsTerminal whether people can be asked
 * @param interrupts Ctrl-C
 * @param variables the environment
 * @param clock this machine's, for what people give and read as a time from now
 */
public record Shell(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    boolean inIsTerminal,
    Interrupts interrupts,
    Map<String, String> variables,
    InstantSource clock) {
  private static final int COLUMNS_DEFAULT = 80;
  private static final int LINES_DEFAULT = 24;

  /**
   * The real surroundings. {@code bin/slipway} tells which streams are terminals in {@code
   * slipway.terminals}.
   */
  public static Shell ofProcess() {
    String terminals = System.getProperty("slipway.terminals", "");
    return new Shell(
        System.in,
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        terminals.contains("stdout"),
        terminals.contains("stderr"),
        terminals.contains("stdin"),
        Interrupts.ofProcess(),
        System.getenv(),
        InstantSource.system());
  }

  // Not System.out: in a C locale it would turn every letter beyond ASCII into a question mark.
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /** The value of a variable; null when it is unset or empty. */
  public @Nullable String variable(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** Prints one line of data; control characters are taken out when people look at it. */
  public void print(String line) {
    print(ByteString.copyFromUtf8((outIsTerminal ? TerminalText.clean(line) : line) + "\n"));
  }

  /**
   * Prints bytes of data as they are. Blocks while the reader is slow; ends the command when it has
   * gone away.
   */
  public void print(ByteString data) {
    byte[] bytes = data.toByteArray();
    out.write(bytes, 0, bytes.length);
    if (out.checkError()) {
      throw new Problem(ExitCode.LOCAL); // As `slipway logs … | head`: nobody is left to tell.
    }
  }

  /** Prints one line of talk on stderr, after {@code slipway: }. */
  public void say(String line) {
    err.println("slipway: " + (errIsTerminal ? TerminalText.clean(line) : line));
    err.flush();
  }

  /**
   * Whether stderr shows colours: a terminal that is not dumb, and no {@code NO_COLOR}
   * (https://no-color.org).
   */
  public boolean colours() {
    return errIsTerminal && variable("NO_COLOR") == null && !"dumb".equals(variable("TERM"));
  }

  /** Whether stderr shows ✔ and ✘, by its locale; otherwise ASCII stands in. */
  public boolean symbols() {
    return "UTF-8".equalsIgnoreCase(System.getProperty("stderr.encoding", "UTF-8"));
  }

  /** The width of a line on the terminal, from {@code COLUMNS}; 80 when that is unknown. */
  public int columns() {
    String columns = variable("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{1,3}")
        ? Integer.parseInt(columns)
        : COLUMNS_DEFAULT;
  }

  /** The height of the terminal, from {@code LINES}; 24 when that is unknown. */
  public int lines() {
    String lines = variable("LINES");
    return lines != null && lines.matches("[1-9][0-9]{0,3}")
        ? Integer.parseInt(lines)
        : LINES_DEFAULT;
  }
}
