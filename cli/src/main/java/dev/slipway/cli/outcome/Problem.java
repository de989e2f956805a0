package dev.slipway.cli.outcome;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a command that could not do its work: what people read on stderr, and the exit code.
 * The first line says what happened with the value and the limit; later ones give details and the
 * next step. Without lines the command ends in silence, as when its reader has gone away.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exit;
  private final transient List<String> lines;

  /** A problem that was not caused by an exception. */
  public Problem(ExitCode exit, String... lines) {
    this(null, exit, List.of(lines));
  }

  /** A problem with the exception behind it, which only {@code SLIPWAY_DEBUG=1} shows. */
  public Problem(@Nullable Throwable cause, ExitCode exit, List<String> lines) {
    super(String.join("; ", lines), cause);
    this.exit = exit;
    this.lines = List.copyOf(lines);
  }

  /** How the process ends. */
  public ExitCode exit() {
    return exit;
  }

  /** What to print, the sentence that matters first; empty for nothing. */
  public List<String> lines() {
    return lines;
  }
}
