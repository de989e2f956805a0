package dev.slipway.cli.follow;

import dev.slipway.cli.json.EnumNames;
import dev.slipway.cli.option.OutputOption;
import dev.slipway.cli.outcome.ExitCode;
import dev.slipway.cli.shell.Marks;
import dev.slipway.cli.shell.Screen;
import dev.slipway.cli.shell.Shell;
import dev.slipway.cli.shell.Words;
import dev.slipway.v1.Build;
import dev.slipway.v1.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells how a build ended: in words on stderr, with its result on stdout, and as an exit code. */
public final class Ending {
  private final Shell shell;
  private final Screen screen;
  private final OutputOption output;
  private final Marks marks;

  public Ending(Shell shell, Screen screen, OutputOption output) {
    this.shell = shell;
    this.screen = screen;
    this.output = output;
    this.marks = new Marks(shell);
  }

  /**
   * Shows a build that has ended. On stdout: the build as JSON, or as text its preview's URL or
   * what the snippet printed.
   */
  public ExitCode show(Build build) {
    lines(build).forEach(screen::line);
    if (output.isJson()) {
      output.printJson(build);
    } else if (!build.getPreviewUri().isEmpty()) {
      shell.print(build.getPreviewUri());
    } else if (build.getState() == Build.State.STATE_SUCCEEDED) {
      printOutput(build);
    }
    return ExitCode.of(build.getState());
  }

  private void printOutput(Build build) {
    build.getResults().getOutput().lines().forEach(shell::print);
    if (build.getResults().getOutputTruncated()) {
      screen.line(
          marks.warning()
              + " only the beginning; all of it: slipway logs "
              + Words.id(build.getName()));
    }
  }

  private List<String> lines(Build build) {
    String time = Words.between(build.getCreateTime(), build.getEndTime());
    return switch (build.getState()) {
      case STATE_SUCCEEDED -> List.of(marks.done() + " SUCCEEDED in " + time);
      case STATE_CANCELLED ->
          List.of(
              marks.failed()
                  + " CANCELLED after "
                  + time
                  + (build.getCancelReason().isEmpty() ? "" : ": " + build.getCancelReason()));
      case STATE_FAILED -> failed(build, time);
      case STATE_HELD,
          STATE_QUEUED,
          STATE_STARTING,
          STATE_RUNNING,
          STATE_STOPPING,
          STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          List.of(marks.note() + " " + EnumNames.brief(build.getState()));
    };
  }

  private List<String> failed(Build build, String time) {
    List<String> lines = new ArrayList<>();
    lines.add(marks.failed() + " FAILED after " + time + ": " + headline(build.getFailure()));
    lines.addAll(details(build.getFailure()));
    lines.add("  whole log: slipway logs " + Words.id(build.getName()));
    return lines;
  }

  /** Reason, whose turn it is, step and exit code on one line. */
  public static String headline(Failure failure) {
    StringBuilder line = new StringBuilder(EnumNames.brief(failure.getReason()));
    line.append(" (")
        .append(EnumNames.brief(failure.getFault()).toLowerCase(Locale.ROOT))
        .append(")");
    if (!failure.getStep().isEmpty()) {
      line.append(", step ").append(failure.getStep());
    }
    if (failure.hasExitCode()) {
      line.append(", exit code ").append(failure.getExitCode());
    }
    return line.toString();
  }

  /** Message, last lines and hint, indented, as far as there are any. */
  public static List<String> details(Failure failure) {
    List<String> lines = new ArrayList<>();
    if (!failure.getMessage().isEmpty()) {
      lines.add("  " + failure.getMessage());
    }
    if (failure.getLastLinesCount() > 0) {
      lines.add("  last lines:");
      failure.getLastLinesList().forEach(line -> lines.add("    | " + line));
    }
    if (!failure.getHint().isEmpty()) {
      lines.add("  hint: " + failure.getHint());
    }
    return lines;
  }
}
