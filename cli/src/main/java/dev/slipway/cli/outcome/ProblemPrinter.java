package dev.slipway.cli.outcome;

import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;

/** The one place that turns whatever ended a command into lines on stderr and an exit code. */
public final class ProblemPrinter
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
  private final boolean debug;

  /**
   * @param debug whether to show stack traces, for whoever mends Slipway itself
   */
  public ProblemPrinter(boolean debug) {
    this.debug = debug;
  }

  @Override
  public int handleExecutionException(
      Exception error, CommandLine commandLine, CommandLine.ParseResult parsed) {
    return print(problem(error), error, commandLine.getErr());
  }

  @Override
  public int handleParseException(CommandLine.ParameterException error, String[] args) {
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    Problem problem =
        new Problem(
            ExitCode.USAGE,
            String.valueOf(error.getMessage()),
            "`" + command + " --help` shows how it is used");
    return print(problem, error, error.getCommandLine().getErr());
  }

  private int print(Problem problem, Exception error, PrintWriter err) {
    String indent = "slipway: ";
    for (String line : problem.lines()) {
      err.println(indent + line);
      indent = "  ";
    }
    if (debug) {
      error.printStackTrace(err);
    }
    err.flush();
    return problem.exit().code();
  }

  private static Problem problem(Exception error) {
    return switch (error) {
      case Problem problem -> problem;
      case StatusException status -> StatusText.problem(status, "the given address");
      case StatusRuntimeException status -> StatusText.problem(status, "the given address");
      case UncheckedIOException wrapped -> local(Objects.requireNonNull(wrapped.getCause()));
      case IOException io -> local(io);
      default ->
          new Problem(
              error,
              ExitCode.BUG,
              List.of(
                  "a bug in Slipway: " + error,
                  "run it again with SLIPWAY_DEBUG=1 and report what it prints"));
    };
  }

  private static Problem local(IOException error) {
    String text =
        switch (error) {
          case NoSuchFileException missing -> "no such file or folder: " + missing.getFile();
          case AccessDeniedException denied -> "not allowed to use " + denied.getFile();
          case FileSystemException other when other.getReason() != null ->
              other.getFile() + ": " + other.getReason();
          default -> String.valueOf(error.getMessage());
        };
    return new Problem(error, ExitCode.LOCAL, List.of(text));
  }
}
